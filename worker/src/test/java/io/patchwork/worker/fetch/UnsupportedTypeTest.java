package io.patchwork.worker.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.BadMedia;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnsupportedTypeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/vnd.apple.mpegurl | NOT_MEDIA | This is a playlist, which only names other files; send the video or the sound itself.",
        "application/x-ffconcat | NOT_MEDIA | This is a playlist, which only names other files; send the video or the sound itself.",
        "audio/x-mpegurl | NOT_MEDIA | This is a playlist, which only names other files; send the video or the sound itself.",
        "application/zip | NOT_MEDIA | This is an archive of files; unpack it and send the files in it one by one.",
        "application/x-msdownload | NOT_MEDIA | This is a program; send video, sound, a picture, a text or a document instead.",
        "application/octet-stream | NOT_MEDIA | It cannot be told what kind of file this is; send video, sound, a picture, a text or a document instead.",
        "image/svg+xml | UNSUPPORTED_FORMAT | This is a drawing in SVG, which cannot be read here; export it as PNG or PDF and send that.",
        "image/x-xcf | UNSUPPORTED_FORMAT | This is a picture of the type image/x-xcf, which cannot be read here; export it as JPEG, PNG, WebP or TIFF and send that."
      })
  void isNamedInPlainWordsWithWhatToSend(String mediaType, FailureCode code, String sentence) {
    BadMedia refusal = UnsupportedType.of(mediaType);

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.sentence()).isEqualTo(sentence);
  }
}
