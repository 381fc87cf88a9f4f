package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * PDQ hashes of frames of a video.
 *
 * @param perSecond samples a second, beside those at cuts
 * @param width of the frames that were hashed, in pixels
 * @param height of the frames that were hashed, in pixels
 * @param samples in order of time
 * @param decodedDigest of the decoded pixels of all samples and of their times: files that differ
 *     in container or metadata have the same; what lies between the samples is not in it
 */
public record VideoFingerprint(
    int perSecond, int width, int height, List<VideoSample> samples, Sha256 decodedDigest) {
  public VideoFingerprint {
    samples = List.copyOf(samples);
  }
}
