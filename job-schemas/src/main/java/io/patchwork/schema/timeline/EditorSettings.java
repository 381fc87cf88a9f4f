package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.EditorTransform.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the effects of an editor set on one item, and which of them have no treatment. */
final class EditorSettings {

  private static final Fraction HUNDRED = Fraction.of(100);

  /** Of the smallest scale, so that every picture has an area. */
  private static final Fraction SMALLEST = Fraction.of(1, 100);

  private static final Fraction FARTHEST = Fraction.of(10);

  /** In decibels; a gain of 100. */
  private static final Fraction LOUDEST = Fraction.of(40);

  private static final double LEVEL_OF_SILENCE = -100;
  private static final long MILLIONTHS = 1_000_000;

  private @Nullable Curve scaleX;
  private @Nullable Curve scaleY;
  private @Nullable Curve x;
  private @Nullable Curve y;
  private Unit unit = EditorTransform.NONE.unit();
  private @Nullable Curve opacity;
  private @Nullable Curve gain;
  private @Nullable RationalTime fadeIn;
  private @Nullable RationalTime fadeOut;
  private final Map<String, Set<String>> lost = new LinkedHashMap<>();

  /**
   * Notes an effect that is not rendered.
   *
   * @param part which part of it; empty for all
   */
  void lose(String effect, String part) {
    Set<String> parts = lost.computeIfAbsent(effect, _ -> new LinkedHashSet<>());
    if (!part.isEmpty()) {
      parts.add(part);
    }
  }

  /** Whether keys are so few that they are read. */
  private static boolean hasKeys(List<EditorCurve.Key> keys) {
    return !keys.isEmpty() && keys.size() <= EditorCurve.MAX_KEYS;
  }

  private static boolean isWithin(List<EditorCurve.Key> keys, Fraction low, Fraction high) {
    return hasKeys(keys)
        && keys.stream()
            .allMatch(key -> key.value().compareTo(low) >= 0 && key.value().compareTo(high) <= 0);
  }

  private static Fraction atLeast(Fraction value, Fraction low) {
    return value.compareTo(low) < 0 ? low : value;
  }

  private static Fraction atMost(Fraction value, Fraction high) {
    return value.compareTo(high) > 0 ? high : value;
  }

  private static Curve scale(List<EditorCurve.Key> keys, Fraction whole) {
    return EditorCurve.of(
        keys, value -> atMost(atLeast(value.dividedBy(whole), SMALLEST), HUNDRED), true);
  }

  /**
   * Sets the scale of the width.
   *
   * @param whole the value of no scaling
   * @return whether it can be rendered
   */
  boolean scaleX(List<EditorCurve.Key> keys, Fraction whole) {
    if (!isWithin(keys, Fraction.ZERO, whole.times(HUNDRED))) {
      return false;
    }
    scaleX = scale(keys, whole);
    return true;
  }

  /** Sets the scale of the height. */
  boolean scaleY(List<EditorCurve.Key> keys, Fraction whole) {
    if (!isWithin(keys, Fraction.ZERO, whole.times(HUNDRED))) {
      return false;
    }
    scaleY = scale(keys, whole);
    return true;
  }

  /** Sets the shift to the right; {@code origin} is the value of none. */
  boolean x(List<EditorCurve.Key> keys, Fraction origin) {
    if (!isWithin(keys, FARTHEST.negate(), FARTHEST)) {
      return false;
    }
    x = EditorCurve.of(keys, value -> near(value.minus(origin)), true);
    return true;
  }

  /** Sets the shift down. */
  boolean y(List<EditorCurve.Key> keys, Fraction origin, boolean isUpwards) {
    if (!isWithin(keys, FARTHEST.negate(), FARTHEST)) {
      return false;
    }
    y =
        EditorCurve.of(
            keys, value -> near(isUpwards ? origin.minus(value) : value.minus(origin)), true);
    return true;
  }

  /** A shift within bounds; a curve may go beyond its keys. */
  private static Fraction near(Fraction shift) {
    return atMost(atLeast(shift, FARTHEST.negate()), FARTHEST);
  }

  /** Sets what scale and shifts are counted in. */
  void unit(Unit counted) {
    unit = counted;
  }

  /** Sets the opacity from percents. */
  boolean opacity(List<EditorCurve.Key> keys) {
    if (!hasKeys(keys)) {
      return false;
    }
    opacity =
        EditorCurve.of(
            keys,
            value -> atMost(atLeast(value.dividedBy(HUNDRED), Fraction.ZERO), Fraction.ONE),
            true);
    return true;
  }

  /** Sets the gain from levels in decibels, which change evenly between keys. */
  boolean level(List<EditorCurve.Key> keys) {
    if (!isWithin(keys, Fraction.of(-1000), LOUDEST)) {
      return false;
    }
    gain = EditorCurve.of(keys, EditorSettings::factor, false);
    return true;
  }

  private static Fraction factor(Fraction wanted) {
    Fraction decibels = atMost(wanted, LOUDEST);
    double level = decibels.numerator().doubleValue() / decibels.denominator().doubleValue();
    return level <= LEVEL_OF_SILENCE
        ? Fraction.ZERO
        : Fraction.of(Math.round(StrictMath.pow(10, level / 20) * MILLIONTHS), MILLIONTHS);
  }

  void mute() {
    gain = Curve.constant(Fraction.ZERO);
  }

  boolean fadeIn(RationalTime length) {
    fadeIn = length;
    return true;
  }

  boolean fadeOut(RationalTime length) {
    fadeOut = length;
    return true;
  }

  /** Changes the times of all keys. */
  void retime(UnaryOperator<Curve> clock) {
    scaleX = scaleX == null ? null : clock.apply(scaleX);
    scaleY = scaleY == null ? null : clock.apply(scaleY);
    x = x == null ? null : clock.apply(x);
    y = y == null ? null : clock.apply(y);
    opacity = opacity == null ? null : clock.apply(opacity);
  }

  /** The effects that are not rendered, each once. */
  List<Effect> lost() {
    List<Effect> effects = new ArrayList<>();
    lost.forEach((name, parts) ->
        effects.add(
            new Effect.Other(
                parts.isEmpty() ? name : name + " (" + String.join(", ", parts) + ")")));
    return effects;
  }

  private EditorTransform transform() {
    EditorTransform none = EditorTransform.NONE;
    return scaleX == null && scaleY == null && x == null && y == null
        ? none
        : new EditorTransform(
            scaleX == null ? none.scaleX() : scaleX,
            scaleY == null ? none.scaleY() : scaleY,
            x == null ? none.x() : x,
            y == null ? none.y() : y,
            unit);
  }

  /**
   * The treatment with these settings where it has none of its own.
   *
   * @param patchwork {@code metadata.patchwork} of the item
   * @param channels of its media that are heard
   */
  Treatment within(Treatment own, JsonNode patchwork, List<SourceChannel> channels) {
    VideoTreatment look = own.look();
    AudioTreatment mix = own.mix();
    RationalTime in = patchwork.has("fadeIn") || fadeIn == null ? look.fadeIn() : fadeIn;
    RationalTime out = patchwork.has("fadeOut") || fadeOut == null ? look.fadeOut() : fadeOut;
    return new Treatment(
        new VideoTreatment(
            look.fit(),
            look.crop(),
            look.zoom(),
            look.rectangle(),
            patchwork.has("rectangle") ? EditorTransform.NONE : transform(),
            patchwork.has("opacity") || opacity == null ? look.opacity() : opacity,
            in,
            out,
            look.colour()),
        new AudioTreatment(
            patchwork.has("gain") || gain == null ? mix.gain() : gain,
            mix.pan(),
            in,
            out,
            mix.group(),
            mix.duck(),
            channels));
  }
}
