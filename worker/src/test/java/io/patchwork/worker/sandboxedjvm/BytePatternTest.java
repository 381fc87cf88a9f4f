package io.patchwork.worker.sandboxedjvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A search among bytes finds what a search in text finds. */
final class BytePatternTest {

  @ParameterizedTest
  @CsvSource({"acsp, 0, 6", "acsp, 7, -1", "x, 0, -1", "an, 0, 1", "an, 2, 3", "bananaacsp, 0, 0"})
  void theFirstPlaceFromOneOn(String text, int from, int place) {
    assertThat(new BytePattern(text).find(bytes("bananaacsp"), from)).isEqualTo(place);
  }

  @Test
  void asTextDoesInAThousandRandomOnes() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      String text = letters(random, 40);
      String pattern = letters(random, 1 + random.nextInt(4));
      assertThat(new BytePattern(pattern).find(bytes(text), 0))
          .as("%s in %s", pattern, text)
          .isEqualTo(text.indexOf(pattern));
    }
  }

  /** Of three letters, one of which is beyond ASCII, so that patterns occur. */
  private static String letters(Random random, int length) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < length; i++) {
      letters.append("abÿ".charAt(random.nextInt(3)));
    }
    return letters.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
