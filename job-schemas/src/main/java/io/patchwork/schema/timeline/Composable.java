package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A child of a track or a stack. */
public sealed interface Composable {

  String name();

  /**
   * The properties of all items.
   *
   * @param sourceRange the trim, in the item's own media time; absent for the whole
   * @param isEnabled if not, it takes its time and is neither seen nor heard
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

  /** A child that takes time. */
  sealed interface Item extends Composable {
    Common common();

    @Override
    default String name() {
      return common().name;
    }

    default @Nullable TimeRange sourceRange() {
      return common().sourceRange;
    }

    /** The product of the speeds of its time warps. */
    default Fraction speed() {
      return common().effects.stream()
          .filter(Effect.TimeWarp.class::isInstance)
          .map(warp -> ((Effect.TimeWarp) warp).speed())
          .reduce(Fraction.ONE, Fraction::times);
    }
  }

  /** A clip: a range of some media. */
  record Clip(Common common, MediaReference media) implements Item {

    /**
     * The clip's own time at the first frame or sample of its media: the start of the available
     * range, zero without one. An editor may count media by its time code.
     */
    public RationalTime mediaStart() {
      @Nullable TimeRange available = media.availableRange();
      return available == null ? RationalTime.ZERO : available.start();
    }
  }

  /** A transparent and silent item. */
  record Gap(Common common) implements Item {}

  /** An item with children. */
  sealed interface Composition extends Item {
    List<Composable> children();
  }

  /** Children that are layered, the first at the bottom, all starting at zero. */
  record Stack(Common common, List<Composable> children) implements Composition {
    public Stack {
      children = List.copyOf(children);
    }
  }

  /**
   * Children that follow each other.
   *
   * @param kind {@code Video}, {@code Audio}, {@code Subtitle} or an editor's own
   * @param subtitleOptions of a subtitle track; null for others
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
   * A transition between two items. It takes no time itself: it starts {@code in} before the cut
   * and ends {@code out} after it.
   *
   * @param type the editor's {@code transition_type}, as in {@code SMPTE_Dissolve}
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
   * The kind of a transition and the curve of its audio.
   *
   * @param kind our kind; null for that of the type
   * @param curve of the audio crossfade
   */
  record TransitionOptions(@Nullable String kind, FadeCurve curve) {
    public static final TransitionOptions PLAIN = new TransitionOptions(null, FadeCurve.LINEAR);
  }

  /** The gain curve of an audio crossfade. */
  enum FadeCurve {
    /** Amplitudes sum to 1, for similar audio. */
    LINEAR,
    /** Powers sum to 1, for different audio. */
    EQUAL_POWER
  }
}
