package io.patchwork.worker.fingerprint;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioFingerprint;
import io.patchwork.schema.manifest.AudioFingerprint.Unheard;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprint of audio in mono, and whether mono has what the channels have. Not thread-safe.
 */
final class MonoPrint {

  /** The channels cancel each other where mono has less than this share of the power: -30 dB. */
  private static final double CANCELLED = 1e-3;

  private final Chromaprint chromaprint = new Chromaprint();
  private double sumPower;
  private double differencePower;

  /**
   * The items of a fingerprint.
   *
   * @param unheard why there are none; null where there are some
   */
  record Items(List<Integer> values, @Nullable Unheard unheard) {

    Items {
      values = List.copyOf(values);
    }

    AudioFingerprint print(Sha256 decodedDigest) {
      return new AudioFingerprint(
          AudioFingerprint.CHROMAPRINT,
          Chromaprint.RATE,
          Chromaprint.HOP,
          Chromaprint.SPAN,
          values.stream().map(Integer::toUnsignedLong).toList(),
          values.isEmpty()
              ? ""
              : ChromaprintText.of(values.stream().mapToInt(Integer::intValue).toArray()),
          unheard,
          decodedDigest);
    }

    /** Sentences for the user. */
    List<String> warnings() {
      return unheard == Unheard.CANCELLED
          ? List.of(
              "The left and the right channel of this sound are opposite and cancel each other, so a"
                  + " phone or another single speaker plays silence, and other uploads of the same sound"
                  + " are not recognised. If that is not meant, invert one channel and upload the file"
                  + " again.")
          : List.of();
    }
  }

  /**
   * Adds samples.
   *
   * @param sum of left and right, halved
   * @param difference of left and right, halved; zeros for mono
   */
  void add(short[] sum, short[] difference, int length) {
    for (int i = 0; i < length; i++) {
      sumPower += (double) sum[i] * sum[i];
      differencePower += (double) difference[i] * difference[i];
    }
    chromaprint.add(sum, length);
  }

  Items items() {
    @Nullable Unheard unheard = unheard();
    return new Items(
        unheard == null ? IntStream.of(chromaprint.items()).boxed().toList() : List.of(), unheard);
  }

  private @Nullable Unheard unheard() {
    if (chromaprint.items().length == 0) {
      return Unheard.SHORT;
    }
    if (sumPower < CANCELLED * differencePower) {
      return Unheard.CANCELLED;
    }
    return chromaprint.isHeard() ? null : Unheard.SILENT;
  }
}
