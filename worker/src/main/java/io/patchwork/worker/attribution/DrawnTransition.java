package io.patchwork.worker.attribution;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.worker.composition.LayerContent.Group;
import io.patchwork.worker.composition.LayerContent.TransitionContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transition as the renderer draws it: in a timeline that runs backwards its opposite, from what
 * comes in by the document to what goes.
 *
 * @param isForward whether {@code outgoing} is what goes by the document
 * @param progress rises from 0, only {@code outgoing}, to 1, only {@code incoming}
 */
record DrawnTransition(
    TransitionCourse course, boolean isForward, Curve progress, Group outgoing, Group incoming) {

  private static final Fraction HALF = Fraction.of(1, 2);

  static DrawnTransition of(TransitionContent transition) {
    Curve progress = transition.progress();
    Fraction first = progress.keys().getFirst().value();
    return first.compareTo(progress.keys().getLast().value()) <= 0
        ? new DrawnTransition(
            TransitionCourse.of(transition.kind()),
            true,
            progress,
            transition.before(),
            transition.after())
        : new DrawnTransition(
            TransitionCourse.of(transition.kind().backwards()),
            false,
            progress.inverted(),
            transition.after(),
            transition.before());
  }

  /** The times at which the shares of the sides bend, in the shot. */
  List<RationalTime> breakpoints(ShotAlpha shot) {
    List<RationalTime> times = new ArrayList<>(progress.breakpoints());
    course.bends().forEach(bend -> crossing(bend).ifPresent(times::add));
    if (course instanceof TransitionCourse.OnBlack) {
      crossing(HALF).map(shot::nearestFrame).ifPresent(times::add);
    }
    return times;
  }

  /** Whether a time is before the frame nearest to the middle, from which the other side is on. */
  boolean isBeforeMiddle(RationalTime time, ShotAlpha shot) {
    return crossing(HALF)
        .map(shot::nearestFrame)
        .map(middle -> time.compareTo(middle) < 0)
        .orElseGet(() -> progress.keys().getFirst().value().compareTo(HALF) < 0);
  }

  /** The time at which the progress passes a value; empty where it does not in this shot. */
  private Optional<RationalTime> crossing(Fraction value) {
    List<Curve.Key> keys = progress.keys();
    for (int i = 1; i < keys.size(); i++) {
      Curve.Key from = keys.get(i - 1);
      Curve.Key to = keys.get(i);
      if (from.value().compareTo(value) < 0 && value.compareTo(to.value()) < 0) {
        Fraction part = value.minus(from.value()).dividedBy(to.value().minus(from.value()));
        return Optional.of(from.at().plus(to.at().minus(from.at()).times(part)));
      }
    }
    return Optional.empty();
  }
}
