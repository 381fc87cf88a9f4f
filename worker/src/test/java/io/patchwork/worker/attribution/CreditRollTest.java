package io.patchwork.worker.attribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CreditRollTest {

  private static Interval seconds(long from, long to) {
    return new Interval(RationalTime.ofSeconds(from, 1), RationalTime.ofSeconds(to, 1));
  }

  @Test
  void namesStandUnderWhatTheyDidInTheOrderInWhichTheyAppear() throws Exception {
    LineageBuilder builder = new LineageBuilder();
    Sha256 digest = Sha256.of("x");
    builder.credit(
        new Credit(
            new Id("late"),
            digest,
            List.of(
                new Contributor(new Id("bo"), "Bo", "camera"),
                new Contributor(new Id("cy"), null, null)),
            List.of()));
    builder.credit(
        new Credit(
            new Id("early"),
            digest,
            List.of(
                new Contributor(new Id("ana"), "Ana", "camera"),
                new Contributor(new Id("bo"), "Bo", "light")),
            List.of()));
    builder.credit(
        new Credit(
            new Id("hidden"),
            digest,
            List.of(new Contributor(new Id("di"), "Di", "camera")),
            List.of()));
    builder.credit(new Credit(new Id("found"), digest, List.of(), List.of()));
    use(builder, "found", 0, Fraction.ZERO);
    builder.addCredits(List.of(new Contributor(new Id("wen"), "Wen", "writing")));
    use(builder, "late", 5, Fraction.ONE);
    use(builder, "early", 0, Fraction.ONE);
    use(builder, "hidden", 0, Fraction.ZERO);
    builder.generated(Medium.VIDEO, seconds(10, 11), Generated.BLACK, Fraction.ONE);
    RationalTime duration = RationalTime.ofSeconds(11, 1);
    FrameRate rate = FrameRate.of(24, 1);
    Lineage lineage =
        builder
            .build(
                new Id("r"),
                digest,
                digest,
                duration,
                rate,
                0,
                "test",
                builder.compose(duration, rate, Ancestors.NONE))
            .lineage();

    assertThat(CreditRoll.of(lineage, "With"))
        .isEqualTo("With\n\ncy\n\ncamera\nAna\nBo\n\nlight\nBo\n\nwriting\nWen");
    assertThat(CreditRoll.unnamed(lineage)).as("what is not seen needs no name").isEmpty();
  }

  private static void use(LineageBuilder builder, String asset, long from, Fraction visible) {
    builder.use(
        0,
        seconds(from, from + 5),
        new Id(asset),
        seconds(0, 5),
        Box.WHOLE,
        Box.WHOLE,
        null,
        List.of(),
        visible,
        Use.RENDERED,
        null);
  }
}
