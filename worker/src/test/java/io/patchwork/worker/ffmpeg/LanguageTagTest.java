package io.patchwork.worker.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguageTagTest {

  @ParameterizedTest
  @CsvSource({
    "por, pt",
    "ger, de",
    "deu, de",
    "chi, zh",
    "haw, haw",
    "POR, pt",
    "pt-br, pt-BR",
    "zho-Hant, zh-Hant",
    "en_US, en-US",
    "nob, nb"
  })
  void theCodesOfContainersAreTagsOfTheFewestLetters(String code, String tag) {
    assertThat(LanguageTag.of(code)).contains(tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"und", "", "mis", "English (US)", "\"", "e"})
  void whatSaysNothingIsNoTag(String code) {
    assertThat(LanguageTag.of(code)).isEmpty();
  }
}
