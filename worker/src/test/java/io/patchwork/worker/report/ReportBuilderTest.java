package io.patchwork.worker.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
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
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.absence.Absence;
import io.patchwork.worker.attribution.absence.Reason;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Text;
import io.patchwork.worker.attribution.ancestry.Tile;
import io.patchwork.worker.attribution.ancestry.Via;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

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
    return data(film(), List.of(), Map.of(), List.of());
  }

  private ReportData data(
      Mosaic film,
      List<Absence> absences,
      Map<Id, List<Contributor>> makersOfUnused,
      List<Contributor> additional) {
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
        new Lineage(
            Lineage.FORMAT,
            new Id("film"),
            Sha256.of("film"),
            Sha256.of("timeline"),
            RationalTime.ofSeconds(2, 1),
            RATE,
            48_000,
            List.of(use),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            credits,
            additional,
            null,
            null,
            null,
            null,
            List.of(),
            seconds(10, 12));
    return ReportBuilder.of(
        new ReportSource(lineage, film, "Film", Map.of(), absences, makersOfUnused));
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
        .containsExactly(
            new ReportData.Unattributed(
                Medium.AUDIO, "silence", false, Fraction.ONE, List.of(seconds(0, 2))));
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

  /** Words for two seconds; the author of those in the second one is read. */
  private static Mosaic words(boolean isBurnedIn, String author, Via via) {
    Part words =
        new Part(
            new Origin.Generated(Generated.TEXT),
            seconds(0, 2),
            Box.WHOLE,
            new Polynomial(List.of(Fraction.of(1, 4))),
            List.of(),
            via,
            Use.RENDERED,
            null,
            null);
    return new Mosaic(
        RationalTime.ofSeconds(2, 1),
        RATE,
        List.of(
            new Slice(
                seconds(0, 2),
                List.of(
                    new Tile(
                        Box.WHOLE,
                        List.of(
                            part(
                                "a",
                                seconds(5, 7),
                                new Polynomial(List.of(Fraction.of(3, 4))),
                                Via.NONE),
                            words))))),
        List.of(),
        List.of(
            new Text(
                seconds(1, 2),
                new Origin.OfAsset(new Id(author), Sha256.of(author)),
                seconds(0, 1),
                null,
                isBurnedIn ? LEFT : null,
                Via.NONE)));
  }

  /** Two seconds with words in the picture; in the second one their author is read. */
  static ReportData withWords() {
    return new ReportBuilderTest().data(words(true, "b", Via.NONE), List.of(), Map.of(), List.of());
  }

  @Test
  void wordsInThePictureAreNobodysOnlyWhereNoAuthorIsRead() {
    assertThat(withWords().unattributed())
        .containsExactly(
            new ReportData.Unattributed(
                Medium.VIDEO, "text", false, Fraction.of(1, 8), List.of(seconds(0, 1))),
            new ReportData.Unattributed(
                Medium.VIDEO, "text", true, Fraction.of(1, 8), List.of(seconds(1, 2))));
  }

  @Test
  void wordsBesideThePictureAndThoseOfNobodySayNothingOfWordsInIt() {
    Via through = Via.of(List.of(List.of(AssetContent.unknown(new Id("remix")))));
    ReportData.Unattributed all =
        new ReportData.Unattributed(
            Medium.VIDEO, "text", false, Fraction.of(1, 4), List.of(seconds(0, 2)));

    for (Mosaic film :
        List.of(
            words(false, "b", Via.NONE),
            words(true, "unknown", Via.NONE),
            words(true, "b", through))) {
      assertThat(data(film, List.of(), Map.of(), List.of()).unattributed()).containsExactly(all);
    }
  }

  @Test
  void whatIsAbsentIsToldOnceForAReasonWithEveryPlace() {
    Contributor noor = new Contributor(new Id("noor"), "Noor", "sketch");
    Absence.Inside first = new Absence.Inside(new Id("remix"), seconds(3, 4));
    Absence.Inside second = new Absence.Inside(new Id("remix"), seconds(6, 9));
    Id sketch = new Id("sketch");

    ReportData data =
        data(
            film(),
            List.of(
                new Absence(new Id("b"), Medium.VIDEO, Reason.OUT_OF_RANGE, seconds(2, 3), null),
                new Absence(new Id("b"), Medium.VIDEO, Reason.DISABLED_ITEM, seconds(1, 4), null),
                new Absence(sketch, Medium.VIDEO, Reason.CUT_AWAY, null, first),
                new Absence(sketch, Medium.VIDEO, Reason.CUT_AWAY, null, second),
                new Absence(sketch, Medium.VIDEO, Reason.CUT_AWAY, null, second),
                new Absence(new Id("z"), null, Reason.DECLARED_ONLY, null, null)),
            Map.of(sketch, List.of(noor)),
            List.of());

    assertThat(data.absences())
        .extracting(each -> each.asset() + " " + each.reason(), ReportData.Missing::places)
        .containsExactly(
            tuple("b OUT_OF_RANGE", List.of(new ReportData.Place(null, seconds(12, 13), null))),
            tuple("b DISABLED_ITEM", List.of(new ReportData.Place(seconds(1, 2), null, null))),
            tuple(
                "sketch CUT_AWAY",
                List.of(
                    new ReportData.Place(null, null, first),
                    new ReportData.Place(null, null, second))),
            tuple("z DECLARED_ONLY", List.of()));
    assertThat(data.absences().get(2).people())
        .extracting(each -> data.people().get(each.person()).name())
        .containsExactly("Noor");
  }

  @Test
  void whoIsOnlyCreditedIsNamed() {
    Contributor pat = new Contributor(new Id("pat"), "Pat", "thanks");

    ReportData data = data(film(), List.of(), Map.of(), List.of(pat));

    assertThat(data.credited())
        .extracting(each -> data.people().get(each.person()).name() + " " + each.role())
        .containsExactly("Pat thanks");
  }

  @Test
  void theLanguagesHaveTheSameWords() {
    List<Set<String>> words = new ArrayList<>();
    ReportPage.LANGUAGES.forEach(
        each -> words.add(new TreeSet<>(ReportPage.words(each).propertyNames())));

    assertThat(words.getLast()).isEqualTo(words.getFirst()).hasSizeGreaterThan(60);
  }

  @Test
  void everyReasonHasWordsInEveryLanguage() {
    for (String language : ReportPage.LANGUAGES) {
      JsonNode words = ReportPage.words(language);
      for (Reason reason : Reason.values()) {
        assertThat(words.path("reason." + reason.wireName()).asString("")).isNotEmpty();
        assertThat(words.path("why." + reason.wireName()).asString("")).endsWith(".");
      }
    }
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
