package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * The acoustic fingerprint of audio, downmixed to mono.
 *
 * @param algorithm {@code chromaprint-2}
 * @param sampleRate in Hz, of the analysed audio
 * @param hop samples from one item to the next
 * @param span samples that an item covers
 * @param items 32 bits each, as unsigned numbers; none for less than {@code span} samples
 * @param text the items compressed, as {@code fpcalc} prints them; empty where there are none
 * @param decodedDigest of all decoded samples of all channels at 16 bits, equal for lossless files
 *     of the same audio; the end of lossy audio depends on the container
 */
public record AudioFingerprint(
    String algorithm,
    int sampleRate,
    int hop,
    int span,
    List<Long> items,
    String text,
    Sha256 decodedDigest) {

  public static final String CHROMAPRINT = "chromaprint-2";

  public AudioFingerprint {
    items = List.copyOf(items);
  }
}
