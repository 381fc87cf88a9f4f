package io.patchwork.schema.manifest;

import java.util.List;

/**
 * What a text is recognised by.
 *
 * @param algorithm {@code shingle-5}: SHA-256 of five normalised words in a row, joined by spaces
 * @param words of the text, as they were compared
 * @param shingles of the text, with repetitions
 * @param hashes the smallest of the hashes, each its first 16 hexadecimal digits, in order
 */
public record TextFingerprint(String algorithm, long words, long shingles, List<String> hashes) {

  public static final String SHINGLES = "shingle-5";

  public TextFingerprint {
    hashes = List.copyOf(hashes);
  }
}
