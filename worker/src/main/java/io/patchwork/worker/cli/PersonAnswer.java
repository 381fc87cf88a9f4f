package io.patchwork.worker.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.absence.Absence;
import io.patchwork.worker.attribution.absence.Absence.Inside;
import io.patchwork.worker.attribution.absence.Reason;
import io.patchwork.worker.attribution.flat.AssetLabels;
import io.patchwork.worker.attribution.flat.Run;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one person is in a film, and where they are not and why.
 *
 * @param name as the person is credited
 * @param seen how long anything of theirs is seen
 * @param heard how long anything of theirs is heard
 * @param read how long anything of theirs is read
 * @param credited roles of which no time is known, as those of an editor
 * @param appearances in order of time
 * @param absences of their assets
 * @param isTimelineKnown whether what was left out of the timeline can be told
 */
record PersonAnswer(
    Id person,
    String name,
    List<String> roles,
    RationalTime seen,
    RationalTime heard,
    RationalTime read,
    List<String> credited,
    List<Appearance> appearances,
    List<Absence> absences,
    @JsonProperty("timelineKnown") boolean isTimelineKnown) {

  /**
   * A range without a gap.
   *
   * @param name title or file name of the asset
   * @param share mean share of the frame, or of what is heard
   * @param seconds share added up
   * @param through the renders that it came through
   * @param isRender whether the person made the render that others are in
   */
  record Appearance(
      Medium medium,
      Interval out,
      Id asset,
      String name,
      Fraction share,
      Fraction seconds,
      List<Id> through,
      boolean isRender) {}

  /**
   * The answer for a person.
   *
   * @param own runs of what the person contributed to
   * @param isTimelineKnown whether what was left out of the timeline can be told
   */
  static PersonAnswer of(
      Id person,
      String name,
      List<String> roles,
      List<String> credited,
      List<Run> own,
      List<Absence> absences,
      boolean isTimelineKnown,
      LineageLabels labels) {
    return new PersonAnswer(
        person,
        name,
        roles,
        length(own, Medium.VIDEO),
        length(own, Medium.AUDIO),
        length(own, Medium.TEXT),
        credited,
        own.stream()
            .map(run ->
                new Appearance(
                    run.medium(),
                    run.out(),
                    run.asset(),
                    labels.asset(run.asset()),
                    run.share(),
                    run.seconds(),
                    run.through(),
                    run.isRender()))
            .toList(),
        absences,
        isTimelineKnown);
  }

  private static RationalTime length(List<Run> runs, Medium medium) {
    return IntervalSet.of(
            runs.stream().filter(run -> run.medium() == medium).map(Run::out).toList())
        .length();
  }

  /**
   * The answer as lines.
   *
   * @param timelineStart where the output begins in the timeline's own time; null where nobody
   *     knows
   */
  List<String> lines(LineageLabels labels, @Nullable RationalTime timelineStart) {
    List<String> lines = new ArrayList<>();
    lines.add(name + AssetLabels.inBrackets(roles));
    lines.add("  " + summary());
    for (Appearance each : appearances) {
      lines.add(
          String.format(
              "  %s  %-5s  %-7s  %s",
              LineageLabels.range(each.out),
              LineageLabels.perceived(each.medium),
              each.medium == Medium.TEXT ? "" : LineageLabels.perCent(each.share),
              each.name + (each.isRender ? ", as its maker" : "") + labels.through(each.through)));
    }
    for (String role : credited) {
      lines.add("  credited as " + role + ", for no time");
    }
    if (!absences.isEmpty()) {
      lines.add("  where not, and why:");
    }
    for (Absence absence : absences) {
      lines.addAll(lines(absence, labels, timelineStart));
    }
    if (!isTimelineKnown) {
      lines.add(
          "  what was left out of the timeline cannot be told: no timeline was kept with this");
    }
    return lines;
  }

  private String summary() {
    List<String> times = new ArrayList<>();
    add("seen ", seen, times);
    add("heard ", heard, times);
    add("read ", read, times);
    return times.isEmpty() ? "neither seen, heard nor read" : String.join(", ", times);
  }

  private static void add(String what, RationalTime time, List<String> times) {
    if (time.seconds().signum() > 0) {
      times.add(what + time.toClock());
    }
  }

  /** An absence, with its reason below the place. */
  private static List<String> lines(
      Absence absence, LineageLabels labels, @Nullable RationalTime timelineStart) {
    Interval out = absence.out();
    Inside inside = absence.inside();
    Medium medium = absence.medium();
    String place =
        out == null
            ? ""
            : isInOutput(out, absence.reason())
                ? LineageLabels.range(out) + "  "
                : timelineStart == null
                    ? ""
                    : "timeline " + LineageLabels.range(later(out, timelineStart)) + "  ";
    String render =
        inside == null
            ? ""
            : ", in "
                + labels.asset(inside.render())
                + " at "
                + LineageLabels.range(inside.range());
    return List.of(
        "  "
            + place
            + (medium == null ? "" : "not " + LineageLabels.perceived(medium) + "  ")
            + labels.asset(absence.asset())
            + render,
        "      " + absence.reason().sentence());
  }

  /** What was not rendered has a place in the timeline alone. */
  private static boolean isInOutput(Interval out, Reason reason) {
    return reason != Reason.OUT_OF_RANGE && !out.start().isNegative();
  }

  private static Interval later(Interval interval, RationalTime by) {
    return new Interval(interval.start().plus(by), interval.end().plus(by));
  }
}
