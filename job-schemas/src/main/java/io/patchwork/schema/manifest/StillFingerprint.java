package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * PDQ hashes of a still in the eight ways in which a picture can be turned and mirrored.
 *
 * @param quality 0 to 100; below 50 a match means nothing
 * @param hashes of 64 hexadecimal digits: as it is, turned by 90, 180 and 270 degrees
 *     counter-clockwise, upside down, mirrored, mirrored at one diagonal and at the other
 * @param decodedDigest of the decoded pixels that were hashed: files that differ in what lies
 *     around the same picture have the same
 */
public record StillFingerprint(int quality, List<String> hashes, Sha256 decodedDigest) {
  public StillFingerprint {
    hashes = List.copyOf(hashes);
  }
}
