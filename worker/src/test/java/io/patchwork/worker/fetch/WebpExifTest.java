package io.patchwork.worker.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.worker.ffmpeg.Demuxer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The EXIF of WebP, with the identifier that belongs to JPEG alone. */
final class WebpExifTest {

  private static final String TAGS = "II*\0\10\0\0\0\1\0orientation";

  @TempDir Path temp;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /** A file of chunks, each a name and a payload in turn. */
  private static byte[] webp(String... chunks) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(ascii("WEBP"));
    for (int i = 0; i < chunks.length; i += 2) {
      body.writeBytes(ascii(chunks[i]));
      body.writeBytes(number(chunks[i + 1].length()));
      body.writeBytes(ascii(chunks[i + 1]));
      body.writeBytes(new byte[chunks[i + 1].length() % 2]);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(ascii("RIFF"));
    file.writeBytes(number(body.size()));
    file.writeBytes(body.toByteArray());
    return file.toByteArray();
  }

  private Path file(byte[] bytes) throws Exception {
    return Files.write(temp.resolve("picture"), bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "odd"})
  void itBeginsWithTheTagsInTheCopy(String rest) throws Exception {
    String tags = TAGS + rest;
    Path source =
        file(webp("VP8X", "0123456789", "VP8L", "pixel", "EXIF", "Exif\0\0" + tags, "XMP ", "x"));

    SourceFetcher.link(source, Demuxer.WEBP, temp, "linked");

    assertThat(temp.resolve("in").resolve("linked"))
        .hasBinaryContent(webp("VP8X", "0123456789", "VP8L", "pixel", "EXIF", tags, "XMP ", "x"));
  }

  @Test
  void whatIsAsItShouldBeIsNotCopied() throws Exception {
    assertThat(WebpExif.in(file(webp("VP8X", "0123456789", "VP8L", "p", "EXIF", TAGS)))).isEmpty();
    assertThat(WebpExif.in(file(webp("VP8L", "Exif\0\0EXIF")))).isEmpty();
    assertThat(WebpExif.in(file(ascii("RIFF")))).isEmpty();

    Path source = file(webp("VP8X", "0123456789", "VP8L", "p", "EXIF", TAGS));
    SourceFetcher.link(source, Demuxer.WEBP, temp, "linked");
    assertThat(Files.isSameFile(temp.resolve("in").resolve("linked"), source)).isTrue();
  }

  @Test
  void whatIsDamagedEndsNothing() throws Exception {
    byte[] whole = webp("VP8X", "0123456789", "VP8L", "pixel", "EXIF", "Exif\0\0" + TAGS);
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      Path source = file(damaged);
      var exif = WebpExif.in(source);
      if (exif.isPresent()) {
        Path copy = temp.resolve("copy");
        exif.get().mend(source, copy);
        assertThat(copy).hasSize(whole.length - 6L);
      }
    }
  }
}
