package io.patchwork.worker.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.TestLineage;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Tile;
import io.patchwork.worker.attribution.ancestry.Via;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the page is drawn from, of films of a few seconds. */
final class ReportBuilderTest {

  private static final FrameRate RATE = FrameRate.of(24, 1);
  private static final Box LEFT =
      new Box(Fraction.ZERO, Fraction.ZERO, Fraction.of(1, 3), Fraction.ONE);
  private static final Box RIGHT =
      new Box(Fraction.of(1, 3), Fraction.ZERO, Fraction.ONE, Fraction.ONE);

  private final List<Credit> credits =
      new ArrayList<>(
          List.of(
              credit("a", new Contributor(new Id("ana"), "Ana", "camera")),
              credit("b", new Contributor(new Id("ben"), "Ben", null)),
              credit("remix", new Contributor(new Id("rex"), "Rex", "edit"))));

  private static Credit credit(String asset, Contributor... people) {
    return new Credit(new Id(asset), Sha256.of(asset), List.of(people), List.of());
  }

  private static Interval seconds(long start, long end) {
    return new Interval(RationalTime.ofSeconds(start, 1), RationalTime.ofSeconds(end, 1));
  }

  private static Part part(String asset, Interval source, Polynomial share, Via via) {
    return new Part(
        new Origin.OfAsset(new Id(asset), Sha256.of(asset)),
        source,
        Box.WHOLE,
        share,
        List.of(),
        via,
        Use.RENDERED,
        null,
        null);
  }

  private static Polynomial line(long from, long to) {
    return new Polynomial(List.of(Fraction.of(from), Fraction.of(to - from)));
  }

  /** A for two seconds; in the second, a third of it dissolves to B, which came through a remix. */
  private static Mosaic film() {
    Via through = Via.of(List.of(List.of(AssetContent.unknown(new Id("remix")))));
    return new Mosaic(
        RationalTime.ofSeconds(2, 1),
        RATE,
        List.of(
            new Slice(
                seconds(0, 1),
                List.of(
                    new Tile(
                        Box.WHOLE, List.of(part("a", seconds(5, 6), Polynomial.ONE, Via.NONE))))),
            new Slice(
                seconds(1, 2),
                List.of(
                    new Tile(
                        LEFT,
                        List.of(
                            part("a", seconds(6, 7), line(1, 0), Via.NONE),
                            part("b", seconds(0, 1), line(0, 1), through))),
                    new Tile(RIGHT, List.of(part("a", seconds(6, 7), Polynomial.ONE, Via.NONE)))))),
        List.of(new Slice(seconds(0, 2), List.of())),
        List.of());
  }

  private ReportData data() {
    Use use =
        Use.seen(
            0,
            seconds(0, 2),
            new Id("a"),
            Sha256.of("a"),
            seconds(5, 7),
            Box.WHOLE,
            Box.WHOLE,
            List.of(),
            Fraction.of(11, 12),
            Use.RENDERED,
            null);
    Lineage lineage =
        TestLineage.of(
            RationalTime.ofSeconds(2, 1),
            RATE,
            48_000,
            List.of(use),
            List.of(),
            credits,
            List.of());
    return ReportBuilder.of(new ReportSource(lineage, film(), "Film", Map.of(), List.of()));
  }

  private static ReportData.Asset asset(ReportData data, String id) {
    return data.assets().stream()
        .filter(each -> each.id().equals(new Id(id)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aShareIsTheIntegralOverAllTilesAndTheWholeFilm() {
    ReportData data = data();

    assertThat(asset(data, "a").picture()).isEqualTo(Fraction.of(11, 12));
    assertThat(asset(data, "b").picture()).isEqualTo(Fraction.of(1, 12));
    assertThat(asset(data, "remix").picture()).isEqualTo(Fraction.of(1, 12));
    assertThat(data.unattributed())
        .containsExactly(new ReportData.Unattributed(Medium.AUDIO, "silence", Fraction.ONE));
  }

  @Test
  void anAppearanceGoesOnAsLongAsTheAssetDoes() {
    assertThat(asset(data(), "a").appearances())
        .containsExactly(
            new ReportData.Shown(Medium.VIDEO, seconds(0, 2), List.of(), Fraction.of(11, 12), 24L));
  }

  @Test
  void theMakersOfARemixHaveWhatCameThroughIt() {
    assertThat(data().people())
        .filteredOn(each -> each.id().equals(new Id("rex")))
        .singleElement()
        .returns(Fraction.of(1, 12), ReportData.Person::picture)
        .returns(List.of("edit"), ReportData.Person::roles);
  }

  @Test
  void theSharesOfAFrameAreThereAsPolynomials() {
    ReportData data = data();
    ReportData.Span second = data.pictures().get(1);

    assertThat(second.position()).isEqualTo(24);
    assertThat(second.parts().stream().map(pair -> data.shares().get(pair.get(1))))
        .containsExactly(
            List.of(Fraction.ONE, Fraction.of(-1, 3)), List.of(Fraction.ZERO, Fraction.of(1, 3)));
  }

  @Test
  void theOrderOfCreditsIsNoMatter() {
    byte[] before = Json.canonical(data());
    Collections.reverse(credits);

    assertThat(new String(Json.canonical(data()), StandardCharsets.UTF_8))
        .isEqualTo(new String(before, StandardCharsets.UTF_8));
  }

  @Test
  void anAssetThatIsOnlyDeclaredIsAbsentWithWhoMadeIt() {
    Contributor noor = new Contributor(new Id("noor"), "Noor", "sketch");
    credits.add(new Credit(new Id("c"), Sha256.of("c"), List.of(), List.of(new Id("sketch"))));
    Lineage lineage =
        TestLineage.of(
            RationalTime.ofSeconds(2, 1),
            RATE,
            0,
            List.of(),
            List.of(),
            credits,
            List.of(new Contributor(new Id("pat"), "Pat", "thanks")));

    List<Absence> absences =
        new UnseenAssets(
                List.of(new Id("z")),
                asset -> asset.equals(new Id("sketch")) ? List.of(noor) : List.of())
            .of(lineage);

    assertThat(absences)
        .extracting(each -> each.asset() + " " + each.reason())
        .containsExactly(
            "a without-appearance",
            "b without-appearance",
            "c without-appearance",
            "remix without-appearance",
            "sketch declared-only",
            "z without-appearance",
            "null credited-only");
    assertThat(absences.get(4).people()).containsExactly(noor);
  }

  @Test
  void markupInNamesCannotEndTheScriptThatCarriesThem() {
    credits.set(
        0, credit("a", new Contributor(new Id("ana"), "</script><script>alert(1)</script>", "")));

    String page = ReportPage.of(data(), null, null, null);

    assertThat(page).doesNotContain("<script>alert").contains("\\u003c/script>\\u003cscript>");
    assertThat(page).doesNotContain("{{");
  }
}
