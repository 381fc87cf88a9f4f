package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.id.Sha256;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The acoustic fingerprint of audio, downmixed to mono.
 *
 * @param algorithm {@code chromaprint-2}
 * @param sampleRate in Hz, of the analysed audio
 * @param hop samples from one item to the next
 * @param span samples that an item covers
 * @param items 32 bits each, as unsigned numbers; none where {@code unheard} says why
 * @param text the items compressed, as {@code fpcalc} prints them; empty where there are none
 * @param unheard why there are no items; null where there are some
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
    @Nullable Unheard unheard,
    Sha256 decodedDigest) {

  public static final String CHROMAPRINT = "chromaprint-2";

  public AudioFingerprint {
    items = List.copyOf(items);
  }

  /** Why audio has no items; it matches no other by them. */
  public enum Unheard {
    /** It is shorter than one item covers. */
    SHORT,
    /** No part of it is loud enough for an item. */
    SILENT,
    /** Its channels cancel each other in mono. */
    CANCELLED;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
