package io.patchwork.schema.lineage;

import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;

/** The check that nobody is left out: every instant of the output is a use or generated. */
public final class Coverage {

  private Coverage() {}

  /**
   * What of the output a lineage leaves unaccounted for, and what lies outside the output, as
   * sentences; empty for a complete lineage. Sound is checked where the output has any. Covered
   * picture uses do not count as covering.
   */
  public static List<String> problems(Lineage lineage) {
    List<String> problems = new ArrayList<>();
    for (Medium medium : Medium.values()) {
      if (medium == Medium.SOUND && lineage.sampleRate() == 0) {
        continue;
      }
      List<Interval> accounted = accountedFor(lineage, medium);
      for (Interval gap : IntervalSet.of(accounted).gapsIn(RationalTime.ZERO, lineage.duration())) {
        problems.add(medium.word() + " from " + gap.start() + " to " + gap.end() + " is nobody's");
      }
      for (Interval interval : accounted) {
        if (interval.start().isNegative() || interval.end().compareTo(lineage.duration()) > 0) {
          problems.add(
              medium.word()
                  + " from "
                  + interval.start()
                  + " to "
                  + interval.end()
                  + " lies outside the output");
        }
      }
    }
    return problems;
  }

  private static List<Interval> accountedFor(Lineage lineage, Medium medium) {
    List<Interval> accounted = new ArrayList<>();
    lineage.uses().stream()
        .filter(use -> use.medium() == medium && use.visible().signum() > 0)
        .map(Use::out)
        .forEach(accounted::add);
    lineage.generated().stream()
        .filter(generated -> generated.medium() == medium)
        .map(Generated::out)
        .forEach(accounted::add);
    return accounted;
  }
}
