package io.patchwork.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.wire.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a terminal obeys is not printed as it is. */
final class TerminalTest {

  @ParameterizedTest
  @ValueSource(
      ints = {0, 7, 8, 9, 10, 13, 27, 0x7f, 0x80, 0x85, 0x9b, 0x2028, 0x202e, 0x2066, 0x2069})
  void aControlCharacterIsPrintedAsItsEscape(int control) {
    String name = "a" + (char) control + "b";

    assertThat(Terminal.plain(name)).isEqualTo(String.format("a\\u%04xb", control));
  }

  @Test
  void textOfAnyScriptIsPrintedAsItIs() {
    String text = "Ana — 映画 مرحبا 👩‍🎤 e\u0301 → 100 %";

    assertThat(Terminal.plain(text)).isEqualTo(text);
  }

  @Test
  void jsonMeansTheSame() {
    Map<String, String> value = Map.of("name", "\u001b[2J \u009b \u202e \n \\ \"");

    assertThat(Json.MAPPER.readTree(Terminal.plain(Json.text(value))).path("name").asString())
        .isEqualTo(value.get("name"));
  }
}
