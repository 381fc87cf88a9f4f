package io.patchwork.worker.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnifferTest {

  private static final int FRAME = 417;

  @TempDir Path temp;

  @Test
  void aJobThatIsStoppedWhileTheMagicIsLoadedSpoilsNothing() throws Exception {
    Path file = Files.writeString(temp.resolve("x"), "%PDF-1.7\n");

    Thread.currentThread().interrupt();
    String type = Sniffer.mediaType(file);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(type).isEqualTo("application/pdf");
  }

  private String typeOf(byte[] bytes) throws Exception {
    return Sniffer.mediaType(Files.write(temp.resolve("f"), bytes));
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
}
