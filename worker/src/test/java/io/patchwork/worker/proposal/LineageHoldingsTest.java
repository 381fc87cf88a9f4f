package io.patchwork.worker.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.LineageVector;
import io.patchwork.worker.attribution.ImportedLineage;
import io.patchwork.worker.attribution.TestLineage;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Playback;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Text;
import io.patchwork.worker.attribution.ancestry.Tile;
import io.patchwork.worker.attribution.ancestry.Via;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What everybody has of a film by each metric, against worked examples. */
final class LineageHoldingsTest {

  private static Interval seconds(long from, long to) {
    return new Interval(RationalTime.ofSeconds(from, 1), RationalTime.ofSeconds(to, 1));
  }

  private static ImportedLineage.Segment use(String asset, long from, long to, long source) {
    return new ImportedLineage.Segment(
        Medium.VIDEO,
        seconds(from, to),
        new Id(asset),
        seconds(source, source + to - from),
        List.of());
  }

  private static RenderHoldings holdings(ImportedLineage film, Policy policy) throws Exception {
    return holdings(film, policy, Map.of());
  }

  /**
   * Counts a film.
   *
   * @param makers people of assets; others are made by one with the asset's name
   */
  private static RenderHoldings holdings(
      ImportedLineage film, Policy policy, Map<String, String> makers) throws Exception {
    TreeSet<Id> assets = new TreeSet<>();
    film.render().forEach(each -> assets.add(each.asset()));
    film.remixes().values().forEach(segments -> segments.forEach(each -> assets.add(each.asset())));
    return holdings(film.film(), film.films(), assets, policy, makers);
  }

  private static RenderHoldings holdings(
      Mosaic own,
      Map<AssetContent, Mosaic> films,
      Set<Id> assets,
      Policy policy,
      Map<String, String> makers)
      throws Exception {
    List<Credit> credits = new ArrayList<>();
    for (Id asset : assets) {
      Id person = new Id(makers.getOrDefault(asset.value(), asset.value()));
      credits.add(
          new Credit(
              asset,
              AssetContent.unknown(asset).sha256(),
              List.of(new Contributor(person, null, null)),
              List.of()));
    }
    Lineage lineage =
        TestLineage.of(own.duration(), null, 48_000, List.of(), List.of(), credits, List.of());
    return LineageHoldings.of(
        lineage, Sha256.of("lineage"), own, id -> Optional.ofNullable(films.get(id)), policy);
  }

  private static Map<String, String> sources(RenderHoldings holdings, String pool) {
    Map<String, Fraction> sums = new TreeMap<>();
    holdings.holdings().stream()
        .filter(each -> each.pool().text().equals(pool) && !each.isMaker())
        .forEach(each -> sums.merge(each.asset().toString(), each.seconds(), Fraction::plus));
    Map<String, String> text = new TreeMap<>();
    sums.forEach((asset, sum) -> text.put(asset, sum.toString()));
    return text;
  }

  private static Map<String, String> expected(JsonNode node) {
    Map<String, String> expected = new TreeMap<>();
    node.properties()
        .forEach(each -> {
          if (!each.getValue().asString().startsWith("0/")) {
            expected.put(each.getKey(), each.getValue().asString());
          }
        });
    return expected;
  }

  @ParameterizedTest
  @MethodSource("io.patchwork.worker.LineageVector#ofSegments")
  void secondsAreThoseThatWereWorkedOut(String name) throws Exception {
    JsonNode vector = LineageVector.tree(name);
    ImportedLineage film = Json.MAPPER.treeToValue(vector, ImportedLineage.class);

    for (String medium : List.of("video", "audio")) {
      assertThat(sources(holdings(film, Film.policy()), medium))
          .as("weighted %s", medium)
          .isEqualTo(expected(vector.path("expected").path("weighted_seconds").path(medium)));
      assertThat(
              sources(
                  holdings(
                      film,
                      Film.policy(
                          "metric: screen-seconds",
                          "metric: presence",
                          "metric: amplitude",
                          "metric: presence")),
                  medium))
          .as("presence in %s", medium)
          .isEqualTo(expected(vector.path("expected").path("presence_seconds").path(medium)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "amplitude, amplitude_share_seconds",
    "power, power_share_seconds",
    "presence, presence_seconds"
  })
  void soundsShareByTheirGain(String metric, String expected) throws Exception {
    JsonNode vector = LineageVector.tree("10-audio-mix");
    List<ImportedLineage.Segment> mix = new ArrayList<>();
    for (JsonNode each : vector.path("segments")) {
      Interval out = Json.MAPPER.treeToValue(each.path("out"), Interval.class);
      Fraction gain = Fraction.parse(each.path("gain").asString());
      mix.add(
          new ImportedLineage.Segment(
              Medium.AUDIO,
              out,
              new Id(each.path("asset").asString()),
              out,
              List.of(new Ramp(gain, gain))));
    }

    RenderHoldings holdings =
        holdings(
            new ImportedLineage(null, mix, Map.of()),
            Film.policy("metric: amplitude", "metric: " + metric));

    assertThat(sources(holdings, "audio"))
        .isEqualTo(expected(vector.path("expected").path(expected)));
  }

  @Test
  void aRemixEarnsItsMakersAShareOfThePartThatIsUsed() throws Exception {
    // Vector 12: of the remix, five seconds of A and B are used.
    ImportedLineage film =
        new ImportedLineage(
            null,
            List.of(
                use("A", 0, 5, 0),
                new ImportedLineage.Segment(
                    Medium.VIDEO, seconds(5, 10), new Id("M"), seconds(0, 20), List.of())),
            Map.of(new Id("M"), List.of(use("A", 0, 10, 0), use("B", 10, 20, 0))));

    List<String> lines =
        holdings(film, Film.policy()).holdings().stream()
            .map(each ->
                each.asset()
                    + (each.isMaker() ? " made " : " has ")
                    + each.seconds()
                    + " above "
                    + each.remixesAbove())
            .toList();

    assertThat(lines)
        .containsExactlyInAnyOrder(
            "A has 5/1 above 0", "A has 5/2 above 1", "B has 5/2 above 1", "M made 5/1 above 0");
  }

  @Test
  void whoeverRendersTheirOwnRenderAgainEarnsNothingByIt() throws Exception {
    List<ImportedLineage.Segment> cut = List.of(use("A", 0, 5, 0), use("B", 5, 10, 0));
    ImportedLineage excerpt =
        new ImportedLineage(
            null,
            List.of(use("N", 0, 8, 0)),
            Map.of(new Id("M"), cut, new Id("N"), List.of(use("M", 0, 8, 1))));
    ImportedLineage sameMakers =
        new ImportedLineage(
            null,
            List.of(use("N", 0, 10, 0)),
            Map.of(new Id("M"), cut, new Id("N"), List.of(use("M", 0, 5, 5), use("M", 5, 10, 0))));
    Map<String, String> both = Map.of("M", "max", "N", "max");

    assertThat(makers(holdings(excerpt, Film.policy()))).containsExactly("M 8/1 above 0");
    assertThat(makers(holdings(sameMakers, Film.policy(), both))).containsExactly("N 10/1 above 0");
    assertThat(makers(holdings(sameMakers, Film.policy())))
        .containsExactlyInAnyOrder("N 10/1 above 0", "M 10/1 above 1");
  }

  private static List<String> makers(RenderHoldings holdings) {
    return holdings.holdings().stream()
        .filter(Holding::isMaker)
        .map(each -> each.asset() + " " + each.seconds() + " above " + each.remixesAbove())
        .toList();
  }

  @Test
  void anInstantIsDividedEquallyAmongThoseWhoAreInIt() throws Exception {
    ImportedLineage film =
        Json.MAPPER.treeToValue(LineageVector.tree("03-crossfade"), ImportedLineage.class);

    assertThat(
            sources(
                holdings(film, Film.policy("metric: screen-seconds", "metric: equal-split")),
                "video"))
        .isEqualTo(Map.of("A", "5/1", "B", "5/1"));
  }

  private static Slice shown(String film, Box... boxes) {
    List<Tile> tiles = new ArrayList<>();
    for (Box box : boxes) {
      Part part =
          new Part(
              new Origin.OfAsset(AssetContent.unknown(new Id(film))),
              seconds(0, 4),
              box,
              Polynomial.ONE,
              List.of(),
              Via.NONE,
              Use.RENDERED,
              new Playback.Continuous(),
              null);
      tiles.add(Tile.of(box, List.of(part)));
    }
    return new Slice(seconds(0, 4), tiles);
  }

  private static Mosaic film(List<Slice> pictures, Text... text) {
    return new Mosaic(RationalTime.ofSeconds(4, 1), null, pictures, List.of(), List.of(text));
  }

  @Test
  void wordsThatComeThroughSeveralRendersAtOnceAreDividedAmongTheWays() throws Exception {
    Box left = new Box(Fraction.ZERO, Fraction.ZERO, Fraction.of(1, 2), Fraction.ONE);
    Box right = new Box(Fraction.of(1, 2), Fraction.ZERO, Fraction.ONE, Fraction.ONE);
    Origin.OfAsset words = new Origin.OfAsset(AssetContent.unknown(new Id("words")));
    Text burntIn = new Text(seconds(0, 4), words, seconds(0, 4), "en", Box.WHOLE, Via.NONE);
    Map<AssetContent, Mosaic> films =
        Map.of(
            AssetContent.unknown(new Id("inner")),
            film(List.of(shown("clip", Box.WHOLE)), burntIn),
            AssetContent.unknown(new Id("outer")),
            film(List.of(shown("inner", Box.WHOLE)), burntIn),
            AssetContent.unknown(new Id("other")),
            film(List.of(shown("clip", Box.WHOLE)), burntIn));
    List<Slice> both =
        List.of(
            new Slice(
                seconds(0, 4),
                List.of(
                    shown("outer", left).tiles().getFirst(),
                    shown("other", right).tiles().getFirst())));

    RenderHoldings holdings =
        holdings(
            film(both),
            films,
            Set.of(
                new Id("words"), new Id("clip"), new Id("inner"), new Id("outer"), new Id("other")),
            Film.policy(),
            Map.of());

    // One way of three is through two remixes, the others are through one.
    Fraction way = Fraction.of(4, 3);
    assertThat(holdings.holdings())
        .filteredOn(each -> each.pool().equals(Pool.text("en")))
        .extracting(
            each -> each.asset().asset().value(),
            Holding::isMaker,
            Holding::remixesAbove,
            Holding::seconds)
        .containsExactlyInAnyOrder(
            tuple("words", false, 2, way),
            tuple("words", false, 1, way.times(Fraction.of(2))),
            tuple("inner", true, 1, way),
            tuple("outer", true, 0, way.times(Fraction.of(2))),
            tuple("other", true, 0, way));
  }
}
