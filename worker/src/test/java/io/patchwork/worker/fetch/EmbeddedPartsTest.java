package io.patchwork.worker.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.manifest.EmbeddedPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmbeddedPartsTest {

  @TempDir Path temp;

  private List<EmbeddedPart> in(int offset, String mark, String mediaType) throws IOException {
    String text = "x".repeat(offset) + mark + "y".repeat(100);
    Path file = Files.write(temp.resolve("photo"), text.getBytes(StandardCharsets.ISO_8859_1));
    return EmbeddedParts.of(file, mediaType);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "GCamera:MotionPhoto=\"1\", MOTION",
        "GCamera:MicroVideo=\"1\", MOTION",
        "<Camera:MotionPhoto>1</Camera:MotionPhoto>, MOTION",
        "MotionPhoto_Data, MOTION",
        "hdrgm:Version=\"1.0\", GAIN_MAP",
        "urn:com:apple:photo:2020:aux:hdrgainmap, GAIN_MAP"
      })
  void theMarksOfCamerasAreFoundWhereverTheyStand(String mark, EmbeddedPart part) throws Exception {
    assertThat(in(600, mark, "image/jpeg")).containsExactly(part);
    // Across the seam of two windows, and far behind the picture.
    assertThat(in((1 << 20) - 9, mark, "image/heic")).containsExactly(part);
    assertThat(in(3 << 20, mark, "image/jpeg")).containsExactly(part);
  }

  @Test
  void aPhotoWithoutThemHoldsNothing() throws Exception {
    assertThat(in(10, "GCamera:MotionPhoto=\"0\"", "image/jpeg")).isEmpty();
    assertThat(in(10, "MotionPhoto_Data", "image/png")).isEmpty();
  }
}
