package io.patchwork.schema.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which texts name a source. */
final class SourceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"asset:a-1", "s3://bucket/uploads/a%20b.mp4", "file:///media/%C3%A9t%C3%A9.wav"})
  void addressesAreKept(String text) {
    assertThat(Source.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "asset:../../etc",
        "asset:%00",
        "http://127.0.0.1/a",
        "s3://bucket",
        "s3://bucket/a%ZZ",
        "s3://bucket/%00",
        "s3://bucket/a%0Ab",
        "file:///etc/%00x",
        "file:///etc/%1B[31m",
        "file:///etc/x?q",
        "file:///etc/x#f",
        "file:x"
      })
  void otherTextsAreNone(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Source.parse(text));
  }
}
