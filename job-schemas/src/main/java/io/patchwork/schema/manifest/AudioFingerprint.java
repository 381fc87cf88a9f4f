package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * The acoustic fingerprint of a sound, mono.
 *
 * @param algorithm {@code chromaprint-2}
 * @param sampleRate in Hz, of the sound that was looked at
 * @param hop samples from one item to the next
 * @param span samples that an item tells of
 * @param items 32 bits each, as unsigned numbers; none for less than {@code span} samples
 * @param text the items compressed, as {@code fpcalc} prints them; empty where there are none
 * @param decodedDigest of all samples as they are decoded, of all channels, with 16 bits: files
 *     that keep the same sound without loss have the same; where a lossy one ends, containers
 *     differ
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
