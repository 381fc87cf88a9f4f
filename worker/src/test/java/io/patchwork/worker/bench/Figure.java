package io.patchwork.worker.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark measured beside its goal. A benchmark prints it as a line {@code FIGURE name
 * value goal}, which {@code infra/bench/all} collects; what could not be measured is a line {@code
 * NOT MEASURED name: reason}.
 *
 * @param name words with underscores, the unit last where it is no ratio, as in {@code
 *     committed_job_p50_ms}
 * @param value absent if it could not be measured
 * @param goal absent for a figure that is only told
 * @param reason why it was not measured
 */
public record Figure(
    String name, @Nullable Double value, @Nullable Goal goal, @Nullable String reason) {

  private static final MathContext DIGITS = new MathContext(4);
  private static final Pattern MEASURED = Pattern.compile("FIGURE (\\S+) (\\S+)(?: (\\S+))?");
  private static final Pattern MISSING = Pattern.compile("NOT MEASURED (\\S+): (.*)");

  /** Prints what was measured. */
  public static void print(String name, double value, Goal goal) {
    System.out.println(new Figure(name, value, goal, null));
  }

  /** Prints what has no goal. */
  public static void print(String name, double value) {
    System.out.println(new Figure(name, value, null, null));
  }

  /** Prints why something was not measured. */
  public static void printMissing(String name, String reason) {
    System.out.println(new Figure(name, null, null, reason));
  }

  /** Reads a line that a benchmark printed; empty if it is none of these. */
  public static Optional<Figure> parse(String line) {
    Matcher measured = MEASURED.matcher(line);
    if (measured.matches()) {
      String goal = measured.group(3);
      return Optional.of(
          new Figure(
              measured.group(1),
              Double.valueOf(measured.group(2)),
              goal == null ? null : Goal.parse(goal),
              null));
    }
    Matcher missing = MISSING.matcher(line);
    return missing.matches()
        ? Optional.of(new Figure(missing.group(1), null, null, missing.group(2)))
        : Optional.empty();
  }

  /**
   * Whether it is as it should be; a figure without a goal is, one that was not measured is not.
   */
  public boolean holds() {
    return value != null && (goal == null || goal.holds(value));
  }

  /** The value with four digits. */
  public String digits() {
    return value == null
        ? "—"
        : new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }

  @Override
  public String toString() {
    return value == null
        ? "NOT MEASURED " + name + ": " + reason
        : "FIGURE " + name + " " + digits() + (goal == null ? "" : " " + goal);
  }
}
