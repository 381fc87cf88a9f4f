package io.patchwork.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Copies of a file, cut short or with bytes that are others, for a parser to fail on. */
public final class BrokenCopies {

  private static final int COPIES = 200;
  private static final long SEED = 25;

  private BrokenCopies() {}

  /** Reads a file in any way. */
  public interface Parser {
    void read(Path file) throws IOException;
  }

  /**
   * Feeds a parser 200 broken copies of a file that it reads.
   *
   * @return how many of them it refused; none of them may look like a broken disk, and none may end
   *     in anything but an {@link IOException}
   */
  public static int refused(Path good, Path copy, Parser parser) throws IOException {
    byte[] bytes = Files.readAllBytes(good);
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < COPIES; i++) {
      Files.write(copy, i % 2 == 0 ? cut(bytes, random) : flipped(bytes, random));
      try {
        parser.read(copy);
      } catch (IOException e) {
        refused++;
        assertThat(Disk.failure(e)).as("copy " + i + ": " + e).isInstanceOf(Failure.Fault.class);
      }
    }
    return refused;
  }

  private static byte[] cut(byte[] bytes, Random random) {
    return Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private static byte[] flipped(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    // Most of what a parser reads lies near the beginning.
    int reach = Math.min(bytes.length, 2048);
    for (int i = 0; i < 8; i++) {
      copy[random.nextInt(reach)] = (byte) random.nextInt();
    }
    return copy;
  }
}
