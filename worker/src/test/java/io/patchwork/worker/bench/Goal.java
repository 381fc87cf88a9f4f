package io.patchwork.worker.bench;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a figure should be: {@code <=1.08}, {@code >=0.7}, or {@code 0.5..2}.
 *
 * @param least the smallest value that holds; negative infinity for none
 * @param most the largest value that holds; infinity for none
 */
public record Goal(double least, double most) {

  private static final Pattern TEXT =
      Pattern.compile(
          "<=(?<most>[-.0-9]+)|>=(?<least>[-.0-9]+)|(?<from>[-.0-9]+?)\\.\\.(?<to>[-.0-9]+)");

  public static Goal atMost(double most) {
    return new Goal(Double.NEGATIVE_INFINITY, most);
  }

  public static Goal atLeast(double least) {
    return new Goal(least, Double.POSITIVE_INFINITY);
  }

  public static Goal between(double least, double most) {
    return new Goal(least, most);
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException for other text
   */
  @JsonCreator
  public static Goal parse(String text) {
    Matcher goal = TEXT.matcher(text);
    if (!goal.matches()) {
      throw new IllegalArgumentException("no goal: " + text);
    }
    if (goal.group("most") != null) {
      return atMost(Double.parseDouble(goal.group("most")));
    }
    return goal.group("least") != null
        ? atLeast(Double.parseDouble(goal.group("least")))
        : between(Double.parseDouble(goal.group("from")), Double.parseDouble(goal.group("to")));
  }

  /** Whether a value is as it should be. */
  public boolean holds(double value) {
    return value >= least && value <= most;
  }

  @JsonValue
  @Override
  public String toString() {
    if (Double.isInfinite(least)) {
      return "<=" + plain(most);
    }
    return Double.isInfinite(most) ? ">=" + plain(least) : plain(least) + ".." + plain(most);
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
