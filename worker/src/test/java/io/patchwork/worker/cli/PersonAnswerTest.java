package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.absence.Absence;
import io.patchwork.worker.attribution.absence.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How one person's absences are printed. */
final class PersonAnswerTest {

  private static final Id LOGO = new Id("logo");

  private static Interval seconds(long from, long to) {
    return new Interval(RationalTime.ofSeconds(from, 1), RationalTime.ofSeconds(to, 1));
  }

  private static List<String> lines(
      boolean isTimelineKnown, @Nullable RationalTime timelineStart, Absence... absences) {
    return PersonAnswer.of(
            new Id("leo"),
            "Leo",
            List.of("logo"),
            List.of(),
            List.of(),
            List.of(absences),
            isTimelineKnown,
            LineageLabels.NONE)
        .lines(LineageLabels.NONE, timelineStart);
  }

  @Test
  void whatWasNotRenderedHasItsPlaceInTheTimeline() {
    Absence before = new Absence(LOGO, Medium.VIDEO, Reason.OUT_OF_RANGE, seconds(-3, 0), null);

    assertThat(lines(true, RationalTime.ofSeconds(5, 1), before))
        .containsExactly(
            "Leo (logo)",
            "  neither seen, heard nor read",
            "  where not, and why:",
            "  timeline 0:00:02.000 – 0:00:05.000  not seen  logo",
            "      outside of the part of the timeline that was rendered");
  }

  @Test
  void whatIsDeclaredAloneHasNoPlace() {
    assertThat(lines(true, null, new Absence(LOGO, null, Reason.DECLARED_ONLY, null, null)))
        .endsWith("  logo", "      only declared as a source or an influence, not used as such");
  }

  @Test
  void withoutATimelineThatIsSaid() {
    assertThat(lines(false, null, new Absence(LOGO, null, Reason.UNKNOWN, null, null)))
        .endsWith(
            "      nobody can tell why: what was kept of the render does not say it",
            "  what was left out of the timeline cannot be told: no timeline was kept with this");
  }

  @Test
  void everyLineOfAnAbsenceIsShort() {
    Interval hours = seconds(36_000, 36_010);
    for (Reason reason : Reason.values()) {
      Absence inside =
          new Absence(
              new Id("a-name-of-twenty-four-le"),
              Medium.AUDIO,
              reason,
              null,
              new Absence.Inside(new Id("render"), hours));

      assertThat(lines(false, null, inside)).allMatch(line -> line.length() < 100);
    }
  }
}
