package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * PDQ hashes of a still in its eight rotations and reflections.
 *
 * @param quality 0 to 100; below 50 a match means nothing
 * @param hashes 64 hexadecimal digits each: original, rotated by 90, 180 and 270 degrees
 *     counter-clockwise, flipped vertically, flipped horizontally, and mirrored at either diagonal
 * @param decodedDigest of the decoded pixels that were hashed, equal for files that differ in
 *     container or metadata
 */
public record StillFingerprint(int quality, List<String> hashes, Sha256 decodedDigest) {
  public StillFingerprint {
    hashes = List.copyOf(hashes);
  }
}
