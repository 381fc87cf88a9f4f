package io.patchwork.worker.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.failure.Failure.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/** Documents from elsewhere that claim more than there is. */
final class ImportedLineageTest {

  private static final Id REMIX = new Id("remix1");

  private static Interval seconds(long from, long to) {
    return new Interval(RationalTime.ofSeconds(from, 1), RationalTime.ofSeconds(to, 1));
  }

  private static Ramp ramp(String start, String end) {
    return new Ramp(Fraction.parse(start), Fraction.parse(end));
  }

  private static ImportedLineage.Segment use(
      Medium kind, Interval out, Id asset, Interval source, Ramp... weight) {
    return new ImportedLineage.Segment(kind, out, asset, source, List.of(weight));
  }

  private static ImportedLineage.Segment seen(String asset, Ramp... weight) {
    return use(Medium.VIDEO, seconds(0, 4), new Id(asset), seconds(0, 4), weight);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      FailureCode code, ThrowableAssert.ThrowingCallable composing) {
    return assertThatThrownBy(composing)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static ImportedLineage film(ImportedLineage.Segment... uses) {
    return new ImportedLineage(null, List.of(uses), Map.of());
  }

  /** A film that uses some of a remix, which is 3 s long. */
  private static ImportedLineage using(Medium kind, Interval out, Interval source) {
    return new ImportedLineage(
        null,
        List.of(use(kind, out, REMIX, source)),
        Map.of(
            REMIX,
            List.of(
                use(Medium.VIDEO, seconds(0, 3), new Id("a"), seconds(0, 3)),
                use(Medium.AUDIO, seconds(0, 2), new Id("song"), seconds(0, 2)))));
  }

  @Test
  void weightsThatComeToMoreThanTheWholeInBetweenAreRefusedWithThePlace() {
    // 4t(1-t) and 1/50: one at the ends, in the middle above it; the mean is 2/3 and 1/50.
    ImportedLineage film =
        film(seen("a", ramp("0", "4"), ramp("1", "0")), seen("b", ramp("1/50", "1/50")));

    assertRefused(FailureCode.INVALID_LINEAGE, film::composed)
        .hasMessageContaining("gives more than the whole picture away from 0:00")
        .hasMessageContaining("first at about 0:00:01.717")
        .hasMessageEndingWith("correct the weights.");
  }

  @Test
  void weightsThatOnlyReachTheWholeInBetweenAreTaken() throws Exception {
    Slice slice = film(seen("a", ramp("0", "4"), ramp("1", "0"))).composed().pictures().getFirst();

    List<Part> parts = slice.tiles().getFirst().parts();
    assertThat(parts).hasSize(2);
    assertThat(parts.getFirst().weight().mean()).isEqualTo(Fraction.of(2, 3));
    assertThat(slice.generated()).isEqualTo(Fraction.of(1, 3));
  }

  @Test
  void aWeightOfTooManyFactorsOrDigitsIsRefused() {
    Ramp[] many = Collections.nCopies(17, ramp("1", "0")).toArray(Ramp[]::new);
    String long1 = "1/" + "9".repeat(700);
    String long2 = "1/1" + "0".repeat(699) + "1";

    assertRefused(FailureCode.TOO_LARGE, film(seen("a", many))::composed)
        .hasMessageContaining("17 factors for a");
    assertRefused(
            FailureCode.TOO_LARGE,
            film(seen("a", ramp(long1, long1)), seen("b", ramp(long2, long2)))::composed)
        .hasMessageContaining("more than 1024 digits");
  }

  @Test
  void aUseBehindTheEndOfARemixIsRefused() {
    assertRefused(
            FailureCode.INVALID_LINEAGE,
            using(Medium.VIDEO, seconds(0, 5), seconds(0, 5))::composed)
        .hasMessage(
            "The lineage of the film uses remix1 up to 0:00:05.000, but it is 0:00:03.000 long; correct"
                + " the use, or name what is behind that in remix1.");
    assertRefused(
        FailureCode.INVALID_LINEAGE, using(Medium.AUDIO, seconds(0, 1), seconds(4, 3))::composed);
    assertRefused(
            FailureCode.INVALID_LINEAGE,
            using(Medium.VIDEO, seconds(0, 1), seconds(3, 3))::composed)
        .hasMessageContaining("at 0:00:03.000");
    assertRefused(
            FailureCode.INVALID_LINEAGE,
            using(Medium.VIDEO, seconds(0, 1), seconds(-1, 0))::composed)
        .hasMessageContaining("before its beginning");
  }

  @Test
  void aUseBehindTheEndOfARemixInARemixIsRefused() {
    ImportedLineage film =
        new ImportedLineage(
            null,
            List.of(use(Medium.VIDEO, seconds(0, 2), new Id("outer"), seconds(0, 2))),
            Map.of(
                new Id("outer"),
                List.of(use(Medium.VIDEO, seconds(0, 4), REMIX, seconds(0, 4))),
                REMIX,
                List.of(seen("a"), use(Medium.VIDEO, seconds(0, 3), new Id("b"), seconds(0, 3)))));
    ImportedLineage shorter =
        new ImportedLineage(
            null,
            film.render(),
            Map.of(
                new Id("outer"),
                List.of(use(Medium.VIDEO, seconds(0, 4), REMIX, seconds(0, 4))),
                REMIX,
                List.of(use(Medium.VIDEO, seconds(0, 3), new Id("b"), seconds(0, 3)))));

    assertRefused(FailureCode.INVALID_LINEAGE, film::composed)
        .hasMessageContaining("The lineage of remix1 gives more than the whole picture away");
    assertRefused(FailureCode.INVALID_LINEAGE, shorter::composed)
        .hasMessageContaining("The lineage of outer uses remix1 up to 0:00:04.000");
  }

  @Test
  void whatARemixIsSilentInIsNobodysSound() throws Exception {
    List<Slice> sound = using(Medium.AUDIO, seconds(0, 3), seconds(0, 3)).composed().sound();

    assertThat(sound).hasSize(2);
    assertThat(sound.getFirst().tiles()).hasSize(1);
    assertThat(sound.getLast().out()).isEqualTo(seconds(2, 3));
    assertThat(sound.getLast().tiles()).isEmpty();
  }

  @Test
  void aFilmThatIsShorterThanItsUsesOrLongerThanADayIsRefused() {
    ImportedLineage.Segment use = seen("a");

    assertRefused(
            FailureCode.INVALID_LINEAGE,
            new ImportedLineage(RationalTime.ofSeconds(3, 1), List.of(use), Map.of())::composed)
        .hasMessageContaining("names a use up to 0:00:04.000, but the film is 0:00:03.000 long");
    assertRefused(
            FailureCode.INVALID_LINEAGE,
            new ImportedLineage(RationalTime.ofSeconds(1L << 40, 1), List.of(use), Map.of())
                ::composed)
        .hasMessageContaining("a film has 0 to 86400/1 s");
  }

  @Test
  void usesThatCutEachOtherIntoTooManyPartsAreRefusedBeforeTheyAreMade() {
    List<ImportedLineage.Segment> uses = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      Interval out = seconds(i, 3000 - i);
      uses.add(use(Medium.AUDIO, out, new Id("a" + i), out));
    }

    assertRefused(FailureCode.TOO_LARGE, new ImportedLineage(null, uses, Map.of())::composed)
        .hasMessageContaining("more than 1000000 parts");
  }

  @Test
  void aUseWithoutAKindIsNoUse() {
    byte[] document =
        """
        {"render":[{"out":["0/1","1/1"],"asset":"a","src":["0/1","1/1"]}]}\
        """
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> Json.read(document, ImportedLineage.class))
        .isInstanceOf(JacksonException.class)
        .hasMessageContaining("a use needs kind, out, asset and src");
  }
}
