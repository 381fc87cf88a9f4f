package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import java.util.ArrayList;
import java.util.List;

/**
 * A factor of opacity or gain that is set by keyframes.
 *
 * @param map from output time to the time of the keys
 */
record KeyframedFactor(TimeMap map, List<Curve.Key> keys) {

  KeyframedFactor {
    keys = List.copyOf(keys);
  }

  /** The factor of keys whose times count from an item's start. */
  static KeyframedFactor ofItem(PlacedItem placed, List<Curve.Key> keys) {
    // Keys behind the item's end have no effect, not even on its handles.
    Curve own =
        placed.length().seconds().signum() == 0
            ? Curve.constant(keys.getFirst().value())
            : new Curve(keys).within(placed.length());
    return new KeyframedFactor(
        placed.outside(),
        own.keys().stream()
            .map(key -> new Curve.Key(placed.start().plus(key.at()), key.value()))
            .toList());
  }

  /** The factors of an item: its keyframes and its fades, where it has any. */
  static List<KeyframedFactor> ofItem(
      PlacedItem placed, Curve level, RationalTime fadeIn, RationalTime fadeOut) {
    List<KeyframedFactor> factors = new ArrayList<>();
    if (!level.equals(Curve.ONE)) {
      factors.add(ofItem(placed, level.keys()));
    }
    if (fadeIn.compareTo(RationalTime.ZERO) > 0) {
      factors.add(
          ofItem(
              placed,
              List.of(
                  new Curve.Key(RationalTime.ZERO, Fraction.ZERO),
                  new Curve.Key(fadeIn, Fraction.ONE))));
    }
    if (fadeOut.compareTo(RationalTime.ZERO) > 0) {
      RationalTime end = placed.length();
      factors.add(
          ofItem(
              placed,
              List.of(
                  new Curve.Key(end.minus(fadeOut), Fraction.ONE),
                  new Curve.Key(end, Fraction.ZERO))));
    }
    return factors;
  }

  /** The factor in a range of the output; times count from the range's start. */
  Curve within(RationalTime begins, RationalTime length) {
    if (map.isFreeze()) {
      return Curve.constant(new Curve(keys).at(map.to()));
    }
    List<Curve.Key> inRange =
        keys.stream()
            .map(key -> new Curve.Key(map.outside(key.at()).minus(begins), key.value()))
            .toList();
    return new Curve(map.speed().signum() < 0 ? inRange.reversed() : inRange).within(length);
  }
}
