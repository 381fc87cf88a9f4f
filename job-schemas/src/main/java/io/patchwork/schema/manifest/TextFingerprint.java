package io.patchwork.schema.manifest;

import java.util.List;

/**
 * The fingerprint of a text, for finding near duplicates.
 *
 * @param algorithm {@code shingle-5}: SHA-256 of five normalised words in a row, joined by spaces
 * @param words number of normalised words in the text
 * @param shingles number of shingles in the text, repeated ones included
 * @param hashes the smallest of the hashes, each its first 16 hexadecimal digits, in order
 */
public record TextFingerprint(String algorithm, long words, long shingles, List<String> hashes) {

  public static final String SHINGLES = "shingle-5";

  public TextFingerprint {
    hashes = List.copyOf(hashes);
  }
}
