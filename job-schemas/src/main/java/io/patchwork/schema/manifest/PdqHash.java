package io.patchwork.schema.manifest;

import java.util.regex.Pattern;

/**
 * A 256 bit PDQ perceptual hash.
 *
 * @param hash 64 lower-case hexadecimal digits, bit 255 first
 * @param quality 0 to 100; below 50 a match means nothing
 */
public record PdqHash(String hash, int quality) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if hash or quality is out of form
   */
  public PdqHash {
    if (!FORM.matcher(hash).matches() || quality < 0 || quality > 100) {
      throw new IllegalArgumentException("not a PDQ hash: " + hash + " quality " + quality);
    }
  }
}
