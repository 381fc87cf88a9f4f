package io.patchwork.worker.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.worker.TestMedia;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the reference: its vectors, and fpcalc itself. */
final class ChromaprintIT {

  @TempDir Path temp;

  private static short[] samples(Path file) throws Exception {
    Path raw = Files.createTempFile("samples", ".s16");
    try {
      TestMedia.ffmpeg(
          "-i", file.toString(), "-ac", "1", "-ar", "11025", "-f", "s16le", raw.toString());
      var shorts =
          ByteBuffer.wrap(Files.readAllBytes(raw)).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
      short[] samples = new short[shorts.remaining()];
      shorts.get(samples);
      return samples;
    } finally {
      Files.delete(raw);
    }
  }

  private static int[] items(Path file) throws Exception {
    Chromaprint print = new Chromaprint();
    short[] samples = samples(file);
    // In odd pieces, as they come through a pipe.
    for (int from = 0; from < samples.length; from += 1001) {
      short[] piece = Arrays.copyOfRange(samples, from, Math.min(samples.length, from + 1001));
      print.add(piece, piece.length);
    }
    return print.items();
  }

  private static String line(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  private static String raw(int[] items) {
    return Arrays.stream(items)
        .mapToObj(Integer::toUnsignedString)
        .collect(Collectors.joining(","));
  }

  @Test
  void everyVectorHasTheItemsOfTheReference() throws Exception {
    Path vectors = Path.of("src/test/resources/vectors/chromaprint");
    int compared = 0;
    try (Stream<Path> files = Files.list(vectors)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".flac")).toList()) {
        String name = file.getFileName().toString().replace(".flac", "");
        String raw = line(Files.readString(file.resolveSibling(name + ".raw.txt")), "FINGERPRINT");
        String text = line(Files.readString(file.resolveSibling(name + ".txt")), "FINGERPRINT");

        int[] items = items(file);

        assertThat(raw(items)).as(name).isEqualTo(raw);
        if (items.length > 0) {
          assertThat(ChromaprintText.of(items)).as(name).isEqualTo(text);
        }
        compared += items.length;
      }
    }
    assertThat(compared).isGreaterThan(1900);
  }

  @Test
  void fpcalcSaysTheSameOfASoundThatWasNeverHeardBefore() throws Exception {
    Path file = temp.resolve("fresh.wav");
    String notes = "0.3*sin(2*PI*(200+40*floor(mod(t*3\\,9)))*t)+0.2*sin(2*PI*(330+t*7)*t)";
    TestMedia.ffmpeg(
        "-f",
        "lavfi",
        "-i",
        "aevalsrc=exprs='" + notes + "':s=11025:d=25",
        "-f",
        "lavfi",
        "-i",
        "anoisesrc=color=brown:seed=" + System.nanoTime() % 1000 + ":amplitude=0.3:r=11025:d=25",
        "-filter_complex",
        "amix=inputs=2",
        "-ac",
        "1",
        "-c:a",
        "pcm_s16le",
        file.toString());
    Process fpcalc =
        new ProcessBuilder("fpcalc", "-raw", "-length", "0", file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    String said = new String(fpcalc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // Its exit code is 3 even where the print is complete.
    assertThat(fpcalc.waitFor()).isIn(0, 3);
    assertThat(raw(items(file))).isEqualTo(line(said, "FINGERPRINT")).isNotEmpty();
  }
}
