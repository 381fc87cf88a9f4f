package io.patchwork.worker.sandboxedjvm.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tags of pictures have the names of XMP in every format. */
final class PictureTagsTest {

  private static byte[] sample(String name) throws Exception {
    try (InputStream in = PictureTags.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static SortedMap<String, String> tags(byte[] picture) throws Exception {
    return PictureTags.of(new ByteArrayInputStream(picture), picture.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample.jpg", "sample.heic", "sample.png", "sample.webp"})
  void exifHasOneNameInAllFormats(String name) throws Exception {
    assertThat(tags(sample(name)))
        .containsEntry("tiff:Make", "Patchwork")
        .containsEntry("tiff:Model", "Sample")
        .containsEntry("tiff:Orientation", "1")
        .containsEntry("exif:DateTimeOriginal", "2026-01-02T03:04:05")
        .containsEntry("dcterms:created", "2026-01-02T03:04:05")
        .containsEntry("exif:ExposureTime", "1/60")
        .containsEntry("exif:FNumber", "2.8")
        .containsEntry("exif:FocalLength", "50")
        .containsEntry("exif:IsoSpeedRatings", "100")
        .containsEntry("exif:Flash", "false")
        .containsEntry("geo:lat", "38.72")
        .containsEntry("geo:long", "-9.138889")
        .hasSizeLessThanOrEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample.jpg", "sample.png", "sample.webp"})
  void xmpIsReadBesideIt(String name) throws Exception {
    assertThat(tags(sample(name))).containsEntry("dc:title", "Sample");
  }

  @Test
  void iptcIsReadWhereXmpSaysNothing() throws Exception {
    assertThat(tags(sample("sample.jpg"))).containsEntry("dc:description", "Sample");
  }

  @Test
  void textsOfAPngHaveTheirKeywords() throws Exception {
    assertThat(tags(sample("sample.png"))).containsEntry("PNG:Author", "Sample");
  }

  @Test
  void howThePixelsAreStoredIsNoTag() throws Exception {
    assertThat(tags(sample("sample.jpg")).keySet())
        .noneMatch(name -> name.startsWith("JPEG:") || name.startsWith("File"));
  }

  /** A date that no camera set: some write blanks. */
  @Test
  void aDateThatIsNoneStaysAsItIs() throws Exception {
    byte[] picture = sample("sample.jpg");
    byte[] date = "2026:01:02 03:04:05".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i + date.length < picture.length; i++) {
      if (Arrays.equals(picture, i, i + date.length, date, 0, date.length)) {
        picture[i] = '?';
      }
    }

    assertThat(tags(picture)).containsEntry("exif:DateTimeOriginal", "?026:01:02 03:04:05");
  }
}
