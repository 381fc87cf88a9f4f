package io.patchwork.worker.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.fetch.Sniffer.Sniffed;
import io.patchwork.worker.ffmpeg.Demuxer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SnifferTest {

  private static final int FRAME = 417;

  @TempDir Path temp;

  @Test
  void aJobThatIsStoppedWhileTheMagicIsLoadedSpoilsNothing() throws Exception {
    Path file = Files.writeString(temp.resolve("x"), "%PDF-1.7\n");

    Thread.currentThread().interrupt();
    String type = Sniffer.of(file, "x").mediaType();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(type).isEqualTo("application/pdf");
  }

  private String typeOf(byte[] bytes) throws Exception {
    return sniffed(bytes).mediaType();
  }

  private static byte[] noise(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    // No first bytes by chance that something else begins with.
    Arrays.fill(bytes, 0, 64, (byte) 0xfe);
    return bytes;
  }

  /** Frames of 128 kbit/s at 44.1 kHz. */
  private static void frames(byte[] bytes, int from, int count) {
    for (int i = 0; i < count; i++) {
      int at = from + i * FRAME;
      bytes[at] = (byte) 0xff;
      bytes[at + 1] = (byte) 0xfb;
      bytes[at + 2] = (byte) 0x90;
      bytes[at + 3] = 0;
    }
  }

  @Test
  void severalJpegsInARowAreAFilmUnlessTheFirstHasTagsOfOthers() throws Exception {
    byte[] plain = {
      (byte) 0xff,
      (byte) 0xd8,
      (byte) 0xff,
      (byte) 0xdb,
      0,
      3,
      1,
      (byte) 0xff,
      (byte) 0xda,
      0,
      3,
      1,
      5,
      (byte) 0xff,
      0,
      7,
      (byte) 0xff,
      (byte) 0xd0,
      9,
      (byte) 0xff,
      (byte) 0xd9
    };
    byte[] tagged = {
      (byte) 0xff,
      (byte) 0xd8,
      (byte) 0xff,
      (byte) 0xe2,
      0,
      6,
      'M',
      'P',
      'F',
      0,
      (byte) 0xff,
      (byte) 0xda,
      0,
      3,
      1,
      5,
      (byte) 0xff,
      (byte) 0xd9
    };

    assertThat(typeOf(joined(plain, plain, plain))).isEqualTo("video/x-motion-jpeg");
    assertThat(typeOf(plain)).isEqualTo("image/jpeg");
    assertThat(typeOf(joined(tagged, plain, plain))).isEqualTo("image/jpeg");
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  @Test
  void anMp3BehindGarbageIsFound() throws Exception {
    byte[] bytes = noise(1, 300_000);
    frames(bytes, 200_001, 20);

    assertThat(typeOf(bytes)).isEqualTo("audio/mpeg");
  }

  @Test
  void noiseIsNoMp3() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(typeOf(noise(seed, 1 << 20))).isEqualTo("application/octet-stream");
    }
  }

  @Test
  void aFewFramesAreNoMp3() throws Exception {
    byte[] bytes = noise(2, 300_000);
    frames(bytes, 200_001, 3);

    assertThat(typeOf(bytes)).isEqualTo("application/octet-stream");
  }

  @Test
  void aFewFramesThatAreAllAreAnMp3() throws Exception {
    byte[] bytes = new byte[3 * FRAME];
    frames(bytes, 0, 3);

    assertThat(typeOf(bytes)).isEqualTo("audio/mpeg");
  }

  private Sniffer.Sniffed sniffed(byte[]... parts) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return Sniffer.of(Files.write(temp.resolve("f"), all.toByteArray()), "f");
  }

  /** A tag with a footer where {@code version} is 4. */
  private static byte[] id3(int version, int length) {
    byte[] tag = new byte[10 + length + (version == 4 ? 10 : 0)];
    System.arraycopy("ID3".getBytes(StandardCharsets.US_ASCII), 0, tag, 0, 3);
    tag[3] = (byte) version;
    tag[5] = (byte) (version == 4 ? 0x10 : 0);
    tag[8] = (byte) (length >> 7);
    tag[9] = (byte) (length & 127);
    return tag;
  }

  private static byte[] ascii(String magic) {
    return Arrays.copyOf(magic.getBytes(StandardCharsets.ISO_8859_1), 400);
  }

  @Test
  void aMinimisedPictureIsOneThatIsNotReadYet() throws Exception {
    for (String file : List.of("\0\0\0\20ftypmif3avif", "\0\0\0\30ftypmif3heicmif3heic")) {
      String type = sniffed(ascii(file + "\0\0\1\0mini")).mediaType();

      assertThat(type).isEqualTo(Sniffer.MINIMISED_HEIF);
      assertThatThrownBy(() -> SourceFetcher.demuxer(type))
          .isInstanceOfSatisfying(
              BadMedia.class,
              refusal -> assertThat(refusal.code()).isEqualTo(FailureCode.UNSUPPORTED_FORMAT))
          .hasMessageContaining("minimised form (mif3)");
    }
  }

  @Test
  void tagsAloneAreASoundWithoutSound() throws Exception {
    Sniffed alone = new Sniffed(Sniffer.TAGS, 0);
    byte[] old = Arrays.copyOf("TAGHello".getBytes(StandardCharsets.US_ASCII), 128);
    byte[] ape = Arrays.copyOf("APETAGEX".getBytes(StandardCharsets.US_ASCII), 32);

    assertThat(sniffed(id3(3, 200))).isEqualTo(alone);
    assertThatThrownBy(() -> SourceFetcher.demuxer(Sniffer.TAGS))
        .isInstanceOfSatisfying(
            BadMedia.class, refusal -> assertThat(refusal.code()).isEqualTo(FailureCode.EMPTY_FILE))
        .hasMessageContaining("a sound file without sound");
    assertThat(sniffed(id3(4, 0), new byte[700])).isEqualTo(alone);
    assertThat(sniffed(id3(3, 40), ape, old)).isEqualTo(alone);
    assertThat(sniffed(old)).isEqualTo(alone);
    assertThat(sniffed(Arrays.copyOf(id3(3, 5000), 3000))).isEqualTo(alone);
    assertThat(sniffed("ID3 is a tag".getBytes(StandardCharsets.US_ASCII)).mediaType())
        .isEqualTo("text/plain");
    assertThat(sniffed(id3(3, 40), noise(3, 5000)).mediaType())
        .isEqualTo("application/octet-stream");
  }

  /** A WAV is read from behind its tag; FFmpeg skips that of a FLAC, and reads its title. */
  @Test
  void whatStandsBehindTagsIsTheFile() throws Exception {
    byte[] wav = ascii("RIFF\0\1\0\0WAVEfmt ");
    byte[] flac = ascii("fLaC\0\0\0\42");
    byte[] ape = ascii("APETAGEX\u00d0\7\0\0p\1\0\0");

    assertThat(sniffed(id3(3, 200), wav)).isEqualTo(new Sniffed("audio/vnd.wave", 210));
    assertThat(sniffed(id3(4, 300), id3(3, 200), wav))
        .isEqualTo(new Sniffed("audio/vnd.wave", 530));
    assertThat(sniffed(id3(3, 200), flac)).isEqualTo(new Sniffed("audio/x-flac", 0));
    assertThat(sniffed(id3(3, 200), new byte[70], flac))
        .isEqualTo(new Sniffed("audio/x-flac", 280));
    assertThat(sniffed(ape, flac)).isEqualTo(new Sniffed("audio/x-flac", 400));
    assertThat(sniffed(id3(3, 200), ascii("#!AMR-WB\n")))
        .isEqualTo(new Sniffed("audio/amr-wb", 210));
    assertThat(sniffed(id3(3, 200), ascii("%PDF-1.7\n")).mediaType())
        .isEqualTo("application/octet-stream");
  }

  @Test
  void aStreamThatBeginsInAFrameOfAacIsReadFromTheNext() throws Exception {
    byte[] bytes = noise(3, 20_000);
    for (int at = 333; at + 7 < bytes.length; at += 300) {
      byte[] header = {(byte) 0xff, (byte) 0xf1, 0x4c, 0x40, 300 >> 3, (byte) (300 << 5), 0};
      System.arraycopy(header, 0, bytes, at, header.length);
    }

    assertThat(sniffed(bytes)).isEqualTo(new Sniffed("audio/aac", 333));
  }

  @ParameterizedTest
  @CsvSource({
    "'#!AMR-WB\n',audio/amr-wb",
    "wvpk,audio/x-wavpack",
    "'MAC ',audio/x-ape",
    "TTA1,audio/x-tta",
    "'DSD ',audio/x-dsf",
    "'DKIF',video/x-ivf",
    "'YUV4MPEG2 ',video/x-yuv4mpeg",
    "BW64....WAVE,audio/vnd.wave"
  })
  void whatFfmpegReadsIsKnown(String magic, String mediaType) throws Exception {
    assertThat(typeOf(ascii(magic))).isEqualTo(mediaType);
    assertThat(Demuxer.forMediaType(mediaType)).isPresent();
  }

  @Test
  void textsOfLanguagesWithoutBlanksAreTexts() throws Exception {
    String words = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。";
    for (String charset : List.of("windows-31j", "EUC-JP", "ISO-2022-JP", "UTF-16LE", "UTF-16BE")) {
      byte[] bytes = words.getBytes(Charset.forName(charset));
      assertThat(typeOf(bytes)).as(charset).isEqualTo("text/plain");
      byte[] start = words.substring(0, 10).getBytes(Charset.forName(charset));
      assertThat(typeOf(start))
          .as("short %s without a name", charset)
          .isEqualTo("application/octet-stream");
      Path named = Files.write(temp.resolve("n.TXT"), start);
      assertThat(Sniffer.of(named, "n.TXT").mediaType()).isEqualTo("text/plain");
    }
  }

  /** Noise of all lengths, as such and behind the first bytes of a program's text. */
  @Test
  void noiseIsNoText() throws Exception {
    Random random = new Random(15);
    byte[][] heads = {{}, {}, {}, {'/', '/'}};
    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[16 + random.nextInt(i % 50 == 0 ? 4_000 : 200)];
      random.nextBytes(noise);
      byte[] head = heads[i % heads.length];
      System.arraycopy(head, 0, noise, 0, head.length);
      assertThat(typeOf(noise)).as("noise %d", i).isNotEqualTo("text/plain");
    }
  }
}
