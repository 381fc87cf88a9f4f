package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in a track or a stack. */
public sealed interface Composable {

  String name();

  /**
   * What all items have.
   *
   * @param sourceRange the trim, in the item's own media time; absent for the whole
   * @param isEnabled otherwise it takes its time and is neither seen nor heard
   */
  record Common(
      String name,
      @Nullable TimeRange sourceRange,
      List<Effect> effects,
      List<Marker> markers,
      Treatment treatment,
      boolean isEnabled) {

    public Common {
      effects = List.copyOf(effects);
      markers = List.copyOf(markers);
    }
  }

  /** Something that takes time. */
  sealed interface Item extends Composable {
    Common common();

    @Override
    default String name() {
      return common().name;
    }

    default @Nullable TimeRange sourceRange() {
      return common().sourceRange;
    }

    /** Its speed: that of all its time warps one after the other. */
    default Fraction speed() {
      return common().effects.stream()
          .filter(Effect.TimeWarp.class::isInstance)
          .map(warp -> ((Effect.TimeWarp) warp).speed())
          .reduce(Fraction.ONE, Fraction::times);
    }
  }

  /** A piece of media. */
  record Clip(Common common, MediaReference media) implements Item {

    /**
     * The media's first frame or sample in the clip's own time: where its available range begins,
     * zero where nobody says it. An editor may count media by its time code.
     */
    public RationalTime mediaStart() {
      @Nullable TimeRange available = media.availableRange();
      return available == null ? RationalTime.ZERO : available.start();
    }
  }

  /** Nothing to see and nothing to hear: what lies below shows. */
  record Gap(Common common) implements Item {}

  /** An item of other items. */
  sealed interface Composition extends Item {
    List<Composable> children();
  }

  /** Children on top of each other, the first at the bottom, all from zero. */
  record Stack(Common common, List<Composable> children) implements Composition {
    public Stack {
      children = List.copyOf(children);
    }
  }

  /**
   * Children end to end.
   *
   * @param kind {@code Video}, {@code Audio} or {@code Subtitle}; others exist
   * @param subtitleOptions of a track of subtitles
   */
  record Track(
      Common common,
      String kind,
      List<Composable> children,
      @Nullable SubtitleTrackOptions subtitleOptions)
      implements Composition {
    public static final String VIDEO = "Video";
    public static final String AUDIO = "Audio";
    public static final String SUBTITLE = "Subtitle";

    public Track {
      children = List.copyOf(children);
    }
  }

  /**
   * Between two items; takes no time itself: it reaches {@code in} before and {@code out} after.
   *
   * @param type its name among editors, as in {@code SMPTE_Dissolve}
   * @param options what {@code metadata.patchwork} asks for
   */
  record Transition(
      String name,
      String type,
      RationalTime in,
      RationalTime out,
      TransitionOptions options,
      boolean isEnabled)
      implements Composable {}

  /**
   * How one item becomes another.
   *
   * @param kind ours, absent where the type says it
   * @param curve of sound
   */
  record TransitionOptions(@Nullable String kind, FadeCurve curve) {
    public static final TransitionOptions PLAIN = new TransitionOptions(null, FadeCurve.LINEAR);
  }

  /** How loud two sounds are while one becomes the other. */
  enum FadeCurve {
    /** Amplitudes sum to 1: for sounds that are alike. */
    LINEAR,
    /** Powers sum to 1: for sounds that are not. */
    EQUAL_POWER
  }
}
