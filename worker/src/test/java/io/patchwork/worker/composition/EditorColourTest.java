package io.patchwork.worker.composition;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.wire.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class EditorColourTest {

  private static String rgb(String written) {
    return EditorColour.of(Json.tree(written.getBytes(StandardCharsets.UTF_8)), false)
        .orElseThrow()
        .rgb();
  }

  /** As a whole number it would have thirty million digits. */
  @Test
  @Timeout(10)
  void aChannelOfManyDigitsIsRounded() {
    assertThat(rgb("[1e-30000000, 0.5, 1]")).isEqualTo("#0080ff");
    assertThat(rgb("[0.2, 51, 1e-2147483647]")).isEqualTo("#003300");
  }
}
