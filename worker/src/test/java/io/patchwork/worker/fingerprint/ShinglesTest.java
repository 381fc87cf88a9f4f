package io.patchwork.worker.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.TextFingerprint;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ShinglesTest {

  private static String prose(long seed, int words) {
    Random random = new Random(seed);
    return random
        .ints(words, 0, 3000)
        .mapToObj(word -> "w" + Integer.toString(word, 36))
        .collect(Collectors.joining(" "));
  }

  /** Which share of the one's hashes the other has, too. */
  private static double shared(TextFingerprint one, TextFingerprint other) {
    Set<String> both = new HashSet<>(one.hashes());
    both.retainAll(other.hashes());
    return (double) both.size() / one.hashes().size();
  }

  @Test
  void aShingleIsTheHashOfFiveWords() {
    TextFingerprint print = Shingles.of("To be, or not to be");

    assertThat(print.words()).isEqualTo(6);
    assertThat(print.shingles()).isEqualTo(2);
    assertThat(print.hashes())
        .containsExactlyInAnyOrder(
            Sha256.of("to be or not to").hex().substring(0, 16),
            Sha256.of("be or not to be").hex().substring(0, 16));
  }

  @Test
  void spellingSettingAndPunctuationDoNotMatter() {
    TextFingerprint plain = Shingles.of("Die Maßnahme fiel im Café auf, wie man sagt");
    TextFingerprint other = Shingles.of("DIE  MASSNAHME\nfiel im Cafe\u0301 auf – wie man ſagt!");
    TextFingerprint bare = Shingles.of("die maßnahme fiel im cafe auf wie man sagt");

    assertThat(bare).isEqualTo(plain);
    assertThat(shared(plain, other)).isGreaterThan(0.5);
  }

  @Test
  void scriptsWithoutSpacesHaveWordsToo() {
    assertThat(Shingles.words("すべての人間は")).containsExactly("す", "べ", "て", "の", "人", "間", "は");
    assertThat(Shingles.words("มนุษย์ทั้งหลายเกิดมามีอิสระ").size()).isGreaterThan(3);
    assertThat(Shingles.words("الإعلان العالمي لحقوق الإنسان")).hasSize(4);
  }

  @Test
  void aPieceIsRecognisedInAWholeBook() {
    String book = prose(1, 3000);
    String piece = book.substring(2000, 6000);

    assertThat(shared(Shingles.of(piece), Shingles.of(book))).isGreaterThan(0.98);
    assertThat(shared(Shingles.of(prose(2, 3000)), Shingles.of(book))).isZero();
  }

  @Test
  void aLongTextIsSketched() {
    TextFingerprint print = Shingles.of(prose(3, 20_000));

    assertThat(print.shingles()).isEqualTo(19_996);
    assertThat(print.hashes()).hasSize(Shingles.MAX_HASHES).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void tooFewWordsHaveNoShingle() {
    assertThat(Shingles.of("one two").hashes()).isEmpty();
    assertThat(Shingles.of("").words()).isZero();
  }
}
