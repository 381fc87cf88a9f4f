package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import java.util.ArrayList;
import java.util.List;

/**
 * A factor of opacity or of gain that somebody set by keys.
 *
 * @param map from the output's time to that in which the keys are
 */
record KeyframedFactor(TimeMap map, List<Curve.Key> keys) {

  KeyframedFactor {
    keys = List.copyOf(keys);
  }

  /** Keys that count from an item's start. */
  static KeyframedFactor ofItem(PlacedItem placed, List<Curve.Key> keys) {
    // What is set for behind its end is not seen, not even while the item lends its handles.
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

  /** All that makes an item come and go: its own keys and its fades, as far as there are any. */
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

  /** The factor in a stretch of the output, in time from its start. */
  Curve within(RationalTime begins, RationalTime length) {
    if (map.isFreeze()) {
      return Curve.constant(new Curve(keys).at(map.to()));
    }
    List<Curve.Key> here =
        keys.stream()
            .map(key -> new Curve.Key(map.outside(key.at()).minus(begins), key.value()))
            .toList();
    return new Curve(map.speed().signum() < 0 ? here.reversed() : here).within(length);
  }
}
