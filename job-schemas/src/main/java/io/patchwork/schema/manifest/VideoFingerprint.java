package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * PDQ hashes of frames of a video.
 *
 * @param perSecond samples per second, besides those at cuts
 * @param width of the frames that were hashed, in pixels
 * @param height of the frames that were hashed, in pixels
 * @param samples in order of time
 * @param decodedDigest of the decoded pixels and times of all samples, equal for files that differ
 *     in container or metadata; frames between the samples are not in it
 */
public record VideoFingerprint(
    int perSecond, int width, int height, List<VideoSample> samples, Sha256 decodedDigest) {
  public VideoFingerprint {
    samples = List.copyOf(samples);
  }
}
