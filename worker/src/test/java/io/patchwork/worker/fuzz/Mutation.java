package io.patchwork.worker.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes to the bytes of a file, as damage and malice make them. */
enum Mutation {
  FLIPPED_BITS {
    @Override
    byte[] of(byte[] file, byte[] other, SplittableRandom random) {
      byte[] changed = file.clone();
      for (int i = random.nextInt(1, 20); i > 0; i--) {
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      }
      return changed;
    }
  },
  /** Most fields that matter are near the beginning. */
  FLIPPED_HEAD {
    @Override
    byte[] of(byte[] file, byte[] other, SplittableRandom random) {
      byte[] changed = file.clone();
      for (int i = random.nextInt(1, 6); i > 0; i--) {
        changed[random.nextInt(Math.min(changed.length, 512))] = (byte) random.nextInt(256);
      }
      return changed;
    }
  },
  EXTREME_NUMBERS {
    @Override
    byte[] of(byte[] file, byte[] other, SplittableRandom random) {
      byte[] changed = file.clone();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        int at = random.nextInt(changed.length);
        byte value = new byte[] {0, -1, 127, -128}[random.nextInt(4)];
        Arrays.fill(changed, at, Math.min(changed.length, at + (1 << random.nextInt(4))), value);
      }
      return changed;
    }
  },
  CUT {
    @Override
    byte[] of(byte[] file, byte[] other, SplittableRandom random) {
      return Arrays.copyOf(file, random.nextInt(1, file.length + 1));
    }
  },
  MISSING_PART {
    @Override
    byte[] of(byte[] file, byte[] other, SplittableRandom random) {
      int from = random.nextInt(file.length);
      int to = Math.min(file.length, from + random.nextInt(1, 5000));
      return joined(Arrays.copyOf(file, from), Arrays.copyOfRange(file, to, file.length));
    }
  },
  REPEATED_PART {
    @Override
    byte[] of(byte[] file, byte[] other, SplittableRandom random) {
      int from = random.nextInt(file.length);
      int to = Math.min(file.length, from + random.nextInt(1, 2000));
      byte[] changed = Arrays.copyOf(file, to);
      for (int i = random.nextInt(1, 50); i > 0; i--) {
        changed = joined(changed, Arrays.copyOfRange(file, from, to));
      }
      return joined(changed, Arrays.copyOfRange(file, to, file.length));
    }
  },
  /** The beginning of one format and the rest of another. */
  SPLICED {
    @Override
    byte[] of(byte[] file, byte[] other, SplittableRandom random) {
      byte[] head = Arrays.copyOf(file, random.nextInt(1, Math.min(file.length, 4096) + 1));
      return joined(head, Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
    }
  };

  /**
   * The changed bytes.
   *
   * @param file not empty
   * @param other another file, not empty
   */
  abstract byte[] of(byte[] file, byte[] other, SplittableRandom random);

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
