package io.patchwork.schema.timeline;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the times and ranges of an OpenTimelineIO document. */
final class TimeReader {

  private static final RationalTime MAX_TIME = RationalTime.ofSeconds(1_000L * 24 * 3600, 1);
  private static final int MAX_WHOLE_DIGITS = 18;
  private static final int MAX_DECIMALS = 64;

  private TimeReader() {}

  /**
   * A range that the timeline cannot do without.
   *
   * @return null where there is none
   * @throws InvalidTimeline if it is not one
   */
  static @Nullable TimeRange range(JsonNode node, String path) throws InvalidTimeline {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    OtioSchema.of(node, path);
    RationalTime duration = time(node.path("duration"), path);
    if (duration.isNegative()) {
      throw InvalidTimeline.broken(
          "The length of " + path + " is negative; correct it in the editor and export again.");
    }
    return new TimeRange(time(node.path("start_time"), path), duration);
  }

  /**
   * A range that the timeline can do without: null where there is none, or it is not one. Editors
   * count the media of stills and colours at a rate of 0.
   */
  static @Nullable TimeRange usableRange(JsonNode node) {
    try {
      return range(node, "a range");
    } catch (InvalidTimeline unusable) {
      return null;
    }
  }

  /**
   * The offset of a transition; zero where it has none.
   *
   * @throws InvalidTimeline if it is not a time, or negative
   */
  static RationalTime offset(JsonNode node, String path) throws InvalidTimeline {
    if (node.isMissingNode() || node.isNull()) {
      return RationalTime.ZERO;
    }
    RationalTime time = time(node, path);
    if (time.isNegative()) {
      throw InvalidTimeline.broken(
          "The length of the transition "
              + path
              + " is negative; correct it in the editor and export again.");
    }
    return time;
  }

  private static RationalTime time(JsonNode node, String path) throws InvalidTimeline {
    OtioSchema.of(node, path);
    JsonNode value = node.path("value");
    JsonNode rate = node.path("rate");
    if (!isFinite(value) || !isFinite(rate) || rate.decimalValue().signum() <= 0) {
      throw InvalidTimeline.broken(
          "A time of "
              + path
              + " is not a number of frames at a rate above 0; export the timeline again from the"
              + " editor.");
    }
    if (!isBounded(value.decimalValue()) || !isBounded(rate.decimalValue())) {
      throw beyond(path);
    }
    RationalTime time =
        new RationalTime(
            Fraction.of(value.decimalValue()).dividedBy(FrameRate.exact(rate.decimalValue())));
    if (RationalTime.max(time, RationalTime.ZERO.minus(time)).compareTo(MAX_TIME) > 0) {
      throw beyond(path);
    }
    return time;
  }

  private static InvalidTimeline beyond(String path) {
    return InvalidTimeline.broken(
        "A time of "
            + path
            + " is far too long or has far too many digits; correct it in the editor or the script"
            + " that wrote the timeline, and export it again.");
  }

  /** Whether it has so few digits that exact arithmetic is cheap. */
  static boolean isBounded(BigDecimal number) {
    // As a long: the scale of 1e2147483647 is the least int.
    return number.precision() - (long) number.scale() <= MAX_WHOLE_DIGITS
        && number.scale() <= MAX_DECIMALS;
  }

  /** The exact value of a number of usual length; empty where it is none. */
  static Optional<Fraction> number(JsonNode node) {
    return isFinite(node) && isBounded(node.decimalValue())
        ? Optional.of(Fraction.of(node.decimalValue()))
        : Optional.empty();
  }

  static boolean isFinite(JsonNode number) {
    // A decimal number may be beyond a double; what is not finite is read as a double.
    return number.isNumber()
        && (!number.isFloatingPointNumber()
            || number.isBigDecimal()
            || Double.isFinite(number.doubleValue()));
  }
}
