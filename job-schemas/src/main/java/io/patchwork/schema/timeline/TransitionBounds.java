package io.patchwork.schema.timeline;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.Composable.Transition;
import java.util.List;
import java.util.Optional;

/** Checks that the transitions of a track neither meet nor reach beyond their neighbours. */
public final class TransitionBounds {

  private TransitionBounds() {}

  /**
   * Checks the transitions of a track that are enabled. Items without a length reach anywhere.
   *
   * @param track its name, for people
   * @throws InvalidTimeline if two follow each other, or one is longer than its neighbour
   */
  public static void check(List<Composable> children, String track) throws InvalidTimeline {
    for (int i = 0; i < children.size(); i++) {
      if (!(children.get(i) instanceof Transition transition) || !transition.isEnabled()) {
        continue;
      }
      int before = next(children, i, -1);
      if (before >= 0 && children.get(before) instanceof Transition) {
        throw InvalidTimeline.broken(
            "Two transitions follow each other in "
                + track
                + " (item "
                + (i + 1)
                + " is the second); remove one of them in the editor.");
      }
      check(children, i, -1, transition.in(), track);
      check(children, i, 1, transition.out(), track);
    }
  }

  private static void check(
      List<Composable> children, int at, int step, RationalTime reach, String track)
      throws InvalidTimeline {
    int neighbour = next(children, at, step);
    if (neighbour < 0 || neighbour >= children.size()) {
      return;
    }
    Optional<RationalTime> length =
        children.get(neighbour) instanceof Item item
            ? TimeRanges.trimmed(item).map(TimeRange::duration)
            : Optional.empty();
    RationalTime other = RationalTime.ZERO;
    int beyond = next(children, neighbour, step);
    if (beyond >= 0
        && beyond < children.size()
        && children.get(beyond) instanceof Transition transition) {
      other = step < 0 ? transition.out() : transition.in();
    }
    if (length.isPresent() && reach.plus(other).compareTo(length.get()) > 0) {
      throw InvalidTimeline.broken(
          "The transition "
              + track
              + ", item "
              + (at + 1)
              + ", is longer than the clip beside it; shorten the transition in the editor.");
    }
  }

  /** The place of the next child that counts: a transition that is disabled is not there. */
  private static int next(List<Composable> children, int at, int step) {
    int next = at + step;
    while (next >= 0
        && next < children.size()
        && children.get(next) instanceof Transition transition
        && !transition.isEnabled()) {
      next += step;
    }
    return next;
  }
}
