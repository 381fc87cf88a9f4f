package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The audio treatment of an item: gain, pan, fades and ducking.
 *
 * @param gain linear factor; 1 for none
 * @param pan from -1, left, to 1, right
 * @param fadeIn duration of the linear fade from silence
 * @param fadeOut duration of the linear fade to silence
 * @param group ducking group that it belongs to; null for its parent's
 * @param duck the group that ducks it; null for none
 * @param channels of a clip's media that are heard, the left one first; empty for all
 */
public record AudioTreatment(
    Curve gain,
    Fraction pan,
    RationalTime fadeIn,
    RationalTime fadeOut,
    @Nullable String group,
    @Nullable Duck duck,
    List<SourceChannel> channels) {

  public AudioTreatment {
    channels = List.copyOf(channels);
  }

  /**
   * Lower gain while clips of a group play.
   *
   * @param under name of that group
   * @param by linear factor while they play
   * @param attack duration of the linear fall before they start
   * @param release duration of the linear rise after they end
   */
  public record Duck(String under, Fraction by, RationalTime attack, RationalTime release) {}

  public static final AudioTreatment PLAIN =
      new AudioTreatment(
          Curve.ONE, Fraction.ZERO, RationalTime.ZERO, RationalTime.ZERO, null, null, List.of());
}
