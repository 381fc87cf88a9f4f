package io.patchwork.worker.attribution.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.TestLineage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People in the tags of files. */
final class CreditNamesTest {

  private static final FrameRate RATE = FrameRate.of(25, 1);

  private static Interval frames(long first, long end) {
    return new Interval(RationalTime.ofFrames(first, RATE), RationalTime.ofFrames(end, RATE));
  }

  private static Use seen(String asset, Interval out, Fraction visible) {
    return Use.seen(
        0,
        out,
        new Id(asset),
        Sha256.of(asset),
        out,
        Box.WHOLE,
        Box.WHOLE,
        List.of(),
        visible,
        Use.RENDERED,
        null);
  }

  private static Use other(Medium medium, String asset, Interval out) {
    return Use.unseen(
        medium, 0, out, new Id(asset), Sha256.of(asset), out, List.of(), Fraction.ONE);
  }

  private static Credit credit(String asset, Contributor... people) {
    return new Credit(new Id(asset), Sha256.of(asset), List.of(people), List.of());
  }

  private static Contributor person(String id, String name, String role) {
    return new Contributor(new Id(id), name, role);
  }

  private static Lineage film(List<Use> uses, List<Credit> credits, Contributor... additional) {
    return TestLineage.of(
        RationalTime.ofSeconds(4, 1), RATE, 48_000, uses, List.of(), credits, List.of(additional));
  }

  private static Lineage film() {
    List<Use> uses = new ArrayList<>();
    uses.add(seen("hidden", frames(0, 100), Fraction.ZERO));
    uses.add(seen("late", frames(10, 20), Fraction.ONE));
    uses.add(seen("early", frames(0, 10), Fraction.ONE));
    uses.add(other(Medium.AUDIO, "song", frames(0, 100)));
    uses.add(other(Medium.TEXT, "poem", frames(5, 6)));
    List<Credit> credits = new ArrayList<>();
    credits.add(credit("hidden", person("h", "Nobody sees", "camera")));
    credits.add(credit("late", person("z", "Zoë", "camera"), person("ana", "Ana", "voice")));
    credits.add(credit("early", person("ana", "Ana", "camera")));
    credits.add(credit("song", person("sam", "Sam\n\u202e", "music")));
    credits.add(credit("poem", person("pia", "Pia", "author")));
    return film(uses, credits, person("ed", "Ed", "editor"), person("sam", "Sam", "mix"));
  }

  @Test
  void everybodyIsNamedOnceInOrderOfAppearance() {
    assertThat(CreditNames.of(film()).names()).containsExactly("Ana", "Sam", "Pia", "Zoë", "Ed");
  }

  @Test
  void aFrameHasThoseWhoAreSeenOrReadInIt() {
    FrameCredits people = FrameCredits.of(film(), RATE);

    assertThat(people.at(0).names()).containsExactly("Ana");
    assertThat(people.at(5).names()).containsExactly("Ana", "Pia");
    assertThat(people.at(9).names()).containsExactly("Ana");
    assertThat(people.at(10).names()).containsExactly("Zoë", "Ana");
    assertThat(people.at(19).names()).containsExactly("Zoë", "Ana");
    assertThat(people.at(20).names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 110, 1000, 5000})
  void aLineIsBoundedAndSaysHowManyOthersThereAre(int count) {
    List<String> names =
        IntStream.range(0, count).mapToObj(each -> "Person 👩 number " + each).toList();

    String line = new CreditNames(names).line(2000);

    int listed = line.split("; ").length;
    assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(2000);
    assertThat(line)
        .isEqualTo(
            String.join("; ", names.subList(0, listed))
                + (listed == count ? "" : " and " + (count - listed) + " others"));
    assertThat(count < 110 || line.length() > 1960).as(line).isTrue();
  }

  @Test
  void oneOtherIsOne() {
    assertThat(new CreditNames(List.of("Ana", "Ben", "Cho".repeat(9))).line(20))
        .isEqualTo("Ana; Ben and 1 other");
  }
}
