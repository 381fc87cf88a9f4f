package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;

/** Finds which slices of an inner film a range plays at one speed. */
final class PlayedTime {

  private PlayedTime() {}

  /** When a change of the inner film is taken to be. */
  interface Snap {
    RationalTime at(RationalTime edge);
  }

  /**
   * The slices of an inner film that a range plays, in order.
   *
   * @param source range in the inner film from the start of the range to its end
   */
  static List<Played> along(Interval out, Interval source, List<Slice> inner, Snap snap) {
    List<Played> played = new ArrayList<>();
    Fraction moved = source.length().seconds();
    if (moved.signum() == 0) {
      int at = Slices.at(inner, source.start());
      if (at >= 0) {
        played.add(new Played(out, at, source));
      }
      return played;
    }
    Fraction slowness = out.length().seconds().dividedBy(moved);
    RationalTime low = RationalTime.min(source.start(), source.end());
    RationalTime high = RationalTime.max(source.start(), source.end());
    for (int i = Slices.from(inner, low); i < inner.size(); i++) {
      Interval slice = inner.get(i).out();
      if (slice.start().compareTo(high) >= 0) {
        break;
      }
      RationalTime one = RationalTime.max(slice.start(), low);
      RationalTime other = RationalTime.min(slice.end(), high);
      Interval from = moved.signum() > 0 ? new Interval(one, other) : new Interval(other, one);
      Interval at =
          new Interval(
              reached(out, source, from.start(), slowness, snap),
              reached(out, source, from.end(), slowness, snap));
      if (!at.isEmpty()) {
        played.add(new Played(at, i, from));
      }
    }
    return moved.signum() > 0 ? played : played.reversed();
  }

  private static RationalTime reached(
      Interval out, Interval source, RationalTime inner, Fraction slowness, Snap snap) {
    if (inner.equals(source.start())) {
      return out.start();
    }
    if (inner.equals(source.end())) {
      return out.end();
    }
    RationalTime at = snap.at(out.start().plus(inner.minus(source.start()).times(slowness)));
    return RationalTime.max(out.start(), RationalTime.min(at, out.end()));
  }
}
