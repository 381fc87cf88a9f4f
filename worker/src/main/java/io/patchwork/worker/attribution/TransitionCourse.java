package io.patchwork.worker.attribution;

import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.composition.TransitionKind;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which share of a frame of 16:9 each side of a transition has while its progress goes from 0 to 1.
 * What is no straight line is at most 32 of them, within 1/100 of what FFmpeg's {@code xfade}
 * draws.
 *
 * @see "FFmpeg's libavfilter/vf_xfade.c, whose formulas were integrated over the frame"
 */
sealed interface TransitionCourse {

  /** In what the tables count. */
  long TABLE_UNIT = 10_000;

  /** The frame is divided between both sides; {@code incoming} is the share of what comes in. */
  record Divided(Lines incoming) implements TransitionCourse {}

  /** What goes shrinks into a corner, and has the square of the share that its sides have. */
  record IntoCorner() implements TransitionCourse {}

  /**
   * One side alone, on black, shrinks to nothing until the middle; then the other grows.
   *
   * @param size by how far the progress is from the middle, 0 to 1
   * @param power of the size that is the share
   */
  record OnBlack(Lines size, int power) implements TransitionCourse {

    /**
     * The factors of the share of the side that is on.
     *
     * @param progress from one bend to the next at most
     */
    List<Ramp> share(Ramp progress) {
      Ramp ramp = size.along(new Ramp(apart(progress.start()), apart(progress.end())));
      return Collections.nCopies(power, ramp);
    }

    /** How far a progress is from the middle, 0 to 1. */
    private static Fraction apart(Fraction progress) {
      return progress.times(Fraction.of(2)).minus(Fraction.ONE).abs();
    }
  }

  /** Straight lines between values at equal steps from 0 to 1. */
  record Lines(List<Fraction> values) {

    static final Lines STRAIGHT = new Lines(List.of(Fraction.ZERO, Fraction.ONE));

    public Lines {
      values = List.copyOf(values);
    }

    static Lines table(int... values) {
      return new Lines(
          Arrays.stream(values).mapToObj(value -> Fraction.of(value, TABLE_UNIT)).toList());
    }

    private int steps() {
      return values.size() - 1;
    }

    Fraction at(Fraction place) {
      Fraction scaled = place.times(Fraction.of(steps()));
      int before =
          scaled.floor().max(BigInteger.ZERO).min(BigInteger.valueOf(steps() - 1L)).intValueExact();
      Fraction rise = values.get(before + 1).minus(values.get(before));
      return values.get(before).plus(rise.times(scaled.minus(Fraction.of(before))));
    }

    /** The values along places that no step is between. */
    Ramp along(Ramp places) {
      return new Ramp(at(places.start()), at(places.end()));
    }
  }

  /** The course of a kind that is no dip: a dip has layers of its own. */
  static TransitionCourse of(TransitionKind kind) {
    return switch (kind) {
      case DISSOLVE,
          DIP_TO_BLACK,
          DIP_TO_WHITE,
          WIPE_LEFT,
          WIPE_RIGHT,
          WIPE_UP,
          WIPE_DOWN,
          SLIDE_LEFT,
          SLIDE_RIGHT,
          SLIDE_UP,
          SLIDE_DOWN,
          COVER_LEFT,
          COVER_RIGHT,
          COVER_UP,
          COVER_DOWN,
          REVEAL_LEFT,
          REVEAL_RIGHT,
          REVEAL_UP,
          REVEAL_DOWN,
          PIXELIZE ->
          new Divided(Lines.STRAIGHT);
      case WIPE_TOP_LEFT, WIPE_TOP_RIGHT, WIPE_BOTTOM_LEFT, WIPE_BOTTOM_RIGHT -> new IntoCorner();
      case SMOOTH_LEFT,
          SMOOTH_RIGHT,
          SMOOTH_UP,
          SMOOTH_DOWN,
          VERTICAL_OPEN,
          VERTICAL_CLOSE,
          HORIZONTAL_OPEN,
          HORIZONTAL_CLOSE ->
          divided(
              0, 10, 122, 410, 918, 1660, 2622, 3760, 5000, 6240, 7378, 8340, 9082, 9590, 9878,
              9990, 10000);
      case CIRCLE_OPEN ->
          divided(
              0, 0, 0, 0, 16, 233, 981, 2455, 4567, 6825, 8582, 9587, 9968, 10000, 10000, 10000,
              10000);
      case CIRCLE_CLOSE ->
          divided(
              0, 0, 0, 0, 32, 413, 1418, 3175, 5433, 7545, 9019, 9767, 9984, 10000, 10000, 10000,
              10000);
      case DIAGONAL_TOP_LEFT, DIAGONAL_TOP_RIGHT, DIAGONAL_BOTTOM_LEFT, DIAGONAL_BOTTOM_RIGHT ->
          divided(
              0, 0, 7, 41, 133, 323, 662, 1209, 2050, 3299, 4800, 6336, 7733, 8850, 9597, 9956,
              10000);
      case RADIAL ->
          divided(
              0, 0, 0, 134, 578, 1531, 2714, 3875, 4622, 4994, 5361, 6086, 7242, 8426, 9396, 9857,
              10000);
      case ZOOM_IN ->
          divided(0, 0, 0, 0, 0, 0, 0, 0, 0, 350, 1529, 3143, 5000, 6857, 8471, 9650, 10000);
      case RECTANGLE_CROP -> new OnBlack(Lines.STRAIGHT, 2);
      case CIRCLE_CROP ->
          new OnBlack(
              Lines.table(
                  0, 0, 0, 0, 0, 0, 1, 2, 4, 9, 17, 30, 50, 81, 127, 193, 284, 410, 578, 800, 1089,
                  1460, 1930, 2523, 3252, 4180, 5141, 6018, 6929, 7866, 8874, 9817, 10000),
              1);
    };
  }

  private static Divided divided(int... incoming) {
    return new Divided(Lines.table(incoming));
  }

  /** The progress at which the shares bend or change sides, in order; the same backwards. */
  default List<Fraction> bends() {
    return switch (this) {
      case Divided(Lines incoming) -> steps(incoming.steps());
      case IntoCorner() -> List.of();
      case OnBlack(Lines size, int _) -> steps(2 * size.steps());
    };
  }

  private static List<Fraction> steps(int number) {
    return IntStream.range(1, number).mapToObj(i -> Fraction.of(i, number)).toList();
  }
}
