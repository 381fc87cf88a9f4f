package io.patchwork.schema.manifest;

import java.util.List;

/**
 * PDQ hashes of frames of a video.
 *
 * @param perSecond samples a second, beside those at cuts
 * @param width of the frames that were hashed, in pixels
 * @param height of the frames that were hashed, in pixels
 * @param samples in order of time
 */
public record VideoPrint(int perSecond, int width, int height, List<VideoSample> samples) {
  public VideoPrint {
    samples = List.copyOf(samples);
  }
}
