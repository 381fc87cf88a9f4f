package io.patchwork.schema.timeline;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in a track or a stack. */
public sealed interface Composable {

  String name();

  /** Something that takes time. */
  sealed interface Item extends Composable {
    /** The trim, in the item's own media time; absent for the whole. */
    @Nullable TimeRange sourceRange();

    boolean enabled();

    List<Effect> effects();
  }

  /** A piece of media. */
  record Clip(
      String name,
      @Nullable TimeRange sourceRange,
      MediaReference media,
      List<Effect> effects,
      boolean enabled)
      implements Item {
    public Clip {
      effects = List.copyOf(effects);
    }
  }

  /** Nothing to see and nothing to hear: what lies below shows. */
  record Gap(String name, TimeRange sourceRange, List<Effect> effects, boolean enabled)
      implements Item {
    public Gap {
      effects = List.copyOf(effects);
    }
  }

  /** Children on top of each other, the first at the bottom, all from zero. */
  record Stack(
      String name,
      @Nullable TimeRange sourceRange,
      List<Composable> children,
      List<Effect> effects,
      boolean enabled)
      implements Item {
    public Stack {
      children = List.copyOf(children);
      effects = List.copyOf(effects);
    }
  }

  /**
   * Children end to end.
   *
   * @param kind {@code Video} or {@code Audio}; others exist
   */
  record Track(
      String name,
      String kind,
      @Nullable TimeRange sourceRange,
      List<Composable> children,
      List<Effect> effects,
      boolean enabled)
      implements Item {
    public static final String VIDEO = "Video";
    public static final String AUDIO = "Audio";

    public Track {
      children = List.copyOf(children);
      effects = List.copyOf(effects);
    }
  }

  /**
   * Between two items; takes no time itself: it reaches {@code in} before and {@code out} after.
   */
  record Transition(String name, String type, RationalTime in, RationalTime out)
      implements Composable {}
}
