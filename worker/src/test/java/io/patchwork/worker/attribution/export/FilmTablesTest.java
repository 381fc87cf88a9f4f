package io.patchwork.worker.attribution.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.TestLineage;
import io.patchwork.worker.attribution.flat.AssetLabels;
import io.patchwork.worker.attribution.flat.FlatFilm;
import io.patchwork.worker.attribution.flat.Runs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Names of any kind in formats of others. */
final class FilmTablesTest {

  private static ExportedFilm film(String name, String title) throws Exception {
    return film(new Contributor(new Id("p"), name, "music"), title, null);
  }

  private static ExportedFilm film(Contributor person, String file, @Nullable WorkDetails work)
      throws Exception {
    Interval out = new Interval(RationalTime.ZERO, RationalTime.ofSeconds(2, 1));
    Use use =
        Use.unseen(
            Medium.AUDIO, 0, out, new Id("song"), Sha256.of("song"), out, List.of(), Fraction.ONE);
    Credit credit =
        new Credit(new Id("song"), Sha256.of("song"), List.of(person), List.of())
            .by(List.of(person), work);
    Lineage lineage =
        TestLineage.of(
            RationalTime.ofSeconds(2, 1),
            null,
            48_000,
            List.of(use),
            List.of(),
            List.of(credit),
            List.of());
    FlatFilm flat = FlatFilm.of(lineage);
    return new ExportedFilm(
        lineage, flat, Runs.of(flat), AssetLabels.of(lineage, Map.of(new Id("song"), file)));
  }

  @Test
  void formulasAreInert() throws Exception {
    ExportedFilm film = film("=cmd|' /C calc'!A0", "@SUM(A1)");

    assertThat(FilmTables.cueSheet(film))
        .contains("1,'@SUM(A1),song,'=cmd|' /C calc'!A0 (music),p,")
        .contains(",an apostrophe was put before: title people");
    assertThat(FilmTables.uses(film)).contains("'@SUM(A1)");
    assertThat(FilmTables.seconds(film)).contains("'@SUM(A1)");
  }

  @Test
  void namesOfEveryScriptStayAsTheyAre() throws Exception {
    ExportedFilm film = film("محمد 王秀英 Đặng", "夜曲");

    assertThat(FilmTables.cueSheet(film)).contains("夜曲").contains("محمد 王秀英 Đặng (music)");
    assertThat(CreditList.of(film).text()).isEqualTo("music\nمحمد 王秀英 Đặng");
    assertThat(SchemaOrg.of(film).path("@type").asString()).isEqualTo("AudioObject");
    assertThat(SchemaOrg.of(film).path("creditText").asString()).isEqualTo("محمد 王秀英 Đặng");
  }

  @Test
  void titlesAndIdentifiersArePassedOnAsTheyAre() throws Exception {
    Contributor person =
        new Contributor(new Id("p"), "Pia", "music")
            .known(new TreeMap<>(Map.of("ipi", "00014107338", "isni", "000000012146438X")));
    WorkDetails work =
        new WorkDetails(
            "Night Piece",
            "CC-BY-4.0",
            new TreeMap<>(Map.of("isrc", "QZES71982312", "iswc", "T-034.524.680-1")));

    ExportedFilm film = film(person, "piece.wav", work);

    assertThat(FilmTables.cueSheet(film).lines().skip(1))
        .containsExactly(
            "1,Night Piece,song,Pia (music),p,0:00:00.000,0:00:02.000,2.000,1.000,alone,"
                + "\"isrc=QZES71982312, iswc=T-034.524.680-1\","
                + "\"p: ipi=00014107338, isni=000000012146438X\",");
    assertThat(FilmTables.uses(film)).contains("CC-BY-4.0");
    JsonNode based = SchemaOrg.of(film).path("isBasedOn").path(0);
    assertThat(based.path("license").asString()).isEqualTo("CC-BY-4.0");
    assertThat(based.path("name").asString()).isEqualTo("Night Piece");
    assertThat(based.path("identifier").path(1).path("propertyID").asString()).isEqualTo("isrc");
    assertThat(
            based.path("creator").path(0).path("creator").path("identifier").path(2).path("value"))
        .hasToString("\"000000012146438X\"");
  }

  @Test
  void aNameCannotEndAChapter() throws Exception {
    assertThat(WhoIsOn.of(film("A\n\n00:00:00.000 --> 00:00:09.000\n<b>B", "x")))
        .isEqualTo(
            """
            WEBVTT

            00:00:00.000 --> 00:00:02.000
            A 00:00:00.000 --&gt; 00:00:09.000 &lt;b&gt;B
            """);
  }
}
