package io.patchwork.worker.c2pa;

import static io.patchwork.worker.c2pa.StoredFilm.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilmIngredientTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0, 0",
    "10, 1, 10, 10",
    "1, 2, 0.5, 0.5",
    "1, 3, 0.333333333, 0.333333334",
    "1001, 30000, 0.033366666, 0.033366667",
    "100, 1, 100, 100"
  })
  void aTimeHasNineDecimalsAtMost(long numerator, long denominator, String start, String end) {
    assertThat(Region.start(at(numerator, denominator))).isEqualTo(start);
    assertThat(Region.end(at(numerator, denominator))).isEqualTo(end);
  }

  @Test
  void aSourceIsOneIngredientHoweverOftenItIsUsed() {
    List<FilmIngredient> ingredients = FilmIngredient.of(StoredFilm.lineage());

    assertThat(ingredients).extracting(each -> each.asset().value()).containsExactly("va", "vb");
    assertThat(ingredients.getFirst().used()).contains(new Interval(at(0, 1), at(121, 3)));
    assertThat(ingredients.getFirst().placed())
        .containsExactly(
            Map.entry(
                Medium.VIDEO,
                new IntervalSet(
                    List.of(new Interval(at(0, 1), at(1, 3)), new Interval(at(1, 1), at(2, 1))))));
    // It runs backwards in the film.
    assertThat(ingredients.getLast().used()).contains(new Interval(at(0, 1), at(7, 1)));
    assertThat(ingredients.getLast().placed()).containsOnlyKeys(Medium.VIDEO, Medium.AUDIO);
    assertThat(ingredients.getLast().regions()).hasSize(2);
  }

  @Test
  void theOrderOfUsesDoesNotMatter() {
    Lineage lineage = StoredFilm.lineage();

    assertThat(FilmIngredient.of(StoredFilm.lineage("film", lineage.uses().reversed())))
        .isEqualTo(FilmIngredient.of(lineage));
  }

  @Test
  void aStillHasNoTimeAndWhatIsCoveredIsNoIngredient() {
    Interval whole = new Interval(at(0, 1), at(2, 1));
    Interval point = new Interval(at(0, 1), at(0, 1));
    Use covered =
        Use.unseen(
            Medium.AUDIO,
            0,
            whole,
            StoredFilm.seen("muted", whole, whole).asset(),
            StoredFilm.seen("muted", whole, whole).sha256(),
            whole,
            List.of(),
            Fraction.ZERO);

    List<FilmIngredient> ingredients =
        FilmIngredient.of(
            StoredFilm.lineage("film", List.of(StoredFilm.seen("still", whole, point), covered)));

    assertThat(ingredients).hasSize(1);
    assertThat(ingredients.getFirst().used()).isEmpty();
  }

  @Test
  void peopleHaveTheRolesThatTheyDeclaredAndNoOther() {
    Assertion metadata = CreditsMetadata.of(StoredFilm.lineage()).orElseThrow();

    assertThat(metadata.label()).isEqualTo("cawg.metadata");
    assertThat(new String(metadata.box().bytes(), StandardCharsets.UTF_8))
        .contains(
            "{\"Iptc4xmpExt:Identifier\":[\"maker-of-va\"],"
                + "\"Iptc4xmpExt:Name\":\"Ana 👩‍🎤 Ørn\",\"Iptc4xmpExt:Role\":[\"camera\"]}")
        .contains("{\"Iptc4xmpExt:Identifier\":[\"runner\"],\"Iptc4xmpExt:Name\":\"runner\"}");
  }

  @Test
  void identifiersTitlesAndTermsAreAsTheyWereGiven() {
    Lineage plain = StoredFilm.lineage();
    WorkDetails song =
        new WorkDetails("Dunes", "CC-BY-4.0", new TreeMap<>(Map.of("iswc", "T1", "isrc", "DE-X")));
    WorkDetails film = new WorkDetails(null, "https://example.org/terms?a=b", new TreeMap<>());
    Contributor ana =
        new Contributor(new Id("ana"), "Ana", "editor")
            .known(
                new TreeMap<>(Map.of("orcid", "0000-0002-1825-0097", "isni", "0000000121032683")));
    List<Credit> credits =
        List.of(
            plain.credits().getFirst().by(List.of(ana), song),
            plain.credits().getLast().by(List.of(ana), film));

    Assertion metadata =
        CreditsMetadata.of(plain.corrected(Sha256.of("before"), credits, List.of())).orElseThrow();

    assertThat(new String(metadata.box().bytes(), StandardCharsets.UTF_8))
        .contains(
            "{\"Iptc4xmpExt:Identifier\":[\"ana\",\"isni:0000000121032683\","
                + "\"orcid:0000-0002-1825-0097\"],"
                + "\"Iptc4xmpExt:Name\":\"Ana\",\"Iptc4xmpExt:Role\":[\"editor\"]}")
        .contains(
            "\"xmpMM:Ingredients\":[{\"dc:identifier\":[\"isrc:DE-X\",\"iswc:T1\"],"
                + "\"dc:rights\":\"CC-BY-4.0\",\"dc:title\":\"Dunes\","
                + "\"stRef:instanceID\":\"urn:sha256:"
                + Sha256.of("va")
                + "\"},{\"stRef:instanceID\":\"urn:sha256:"
                + Sha256.of("vb")
                + "\",\"xmpRights:WebStatement\":\"https://example.org/terms?a=b\"}]");
    assertThat(
            CreditsMetadata.of(plain.corrected(Sha256.of("before"), credits.reversed(), List.of()))
                .orElseThrow()
                .box()
                .bytes())
        .isEqualTo(metadata.box().bytes());
  }
}
