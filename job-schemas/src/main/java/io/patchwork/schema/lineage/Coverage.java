package io.patchwork.schema.lineage;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks that a lineage is complete: every instant of the output is a use or generated. */
public final class Coverage {

  private Coverage() {}

  /**
   * Describes the ranges that are not accounted for or lie outside the output; empty for a complete
   * lineage. The visible shares of video must sum to exactly one frame at each instant; audio must
   * be a use or silence. Each is checked where the output has it.
   */
  public static List<String> problems(Lineage lineage) {
    List<String> problems = new ArrayList<>();
    for (Medium medium : Medium.values()) {
      boolean isThere =
          switch (medium) {
            case VIDEO -> lineage.frameRate() != null;
            case AUDIO -> lineage.sampleRate() != 0;
            case TEXT -> false;
          };
      if (!isThere) {
        continue;
      }
      List<Share> shares = shares(lineage, medium);
      List<Interval> accounted =
          shares.stream().filter(each -> each.share.signum() > 0).map(Share::out).toList();
      for (Interval gap : IntervalSet.of(accounted).gapsIn(RationalTime.ZERO, lineage.duration())) {
        problems.add(
            medium.wireName() + " from " + gap.start() + " to " + gap.end() + " is nobody's");
      }
      for (Interval interval : accounted) {
        if (interval.start().isNegative() || interval.end().compareTo(lineage.duration()) > 0) {
          problems.add(
              medium.wireName()
                  + " from "
                  + interval.start()
                  + " to "
                  + interval.end()
                  + " lies outside the output");
        }
      }
      if (medium == Medium.VIDEO && problems.isEmpty()) {
        problems.addAll(partial(shares));
      }
    }
    return problems;
  }

  private record Share(Interval out, Fraction share) {}

  private static List<Share> shares(Lineage lineage, Medium medium) {
    List<Share> shares = new ArrayList<>();
    lineage.uses().stream()
        .filter(use -> use.medium() == medium)
        .forEach(use -> shares.add(new Share(use.out(), use.visible())));
    lineage.generated().stream()
        .filter(generated -> generated.medium() == medium)
        .forEach(generated -> shares.add(new Share(generated.out(), generated.visible())));
    return shares;
  }

  /** The times at which shares do not sum to 1. */
  private static List<String> partial(List<Share> shares) {
    Map<RationalTime, Fraction> steps = new TreeMap<>();
    for (Share share : shares) {
      steps.merge(share.out.start(), share.share, Fraction::plus);
      steps.merge(share.out.end(), share.share.negate(), Fraction::plus);
    }
    List<String> problems = new ArrayList<>();
    Fraction sum = Fraction.ZERO;
    int left = steps.size();
    for (Map.Entry<RationalTime, Fraction> step : steps.entrySet()) {
      sum = sum.plus(step.getValue());
      left--;
      if (left > 0 && !sum.equals(Fraction.ONE)) {
        problems.add("picture from " + step.getKey() + " on comes to " + sum + " of a frame");
      }
    }
    return problems;
  }
}
