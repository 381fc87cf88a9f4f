package io.patchwork.worker.render.segment;

import io.patchwork.worker.render.graph.BoundaryFrame;
import java.util.List;

/**
 * The first and the last frame of a segment as rendered, each 64×36 in grey; both are the same
 * frame in a segment of one.
 */
public record BoundaryFrames(BoundaryFrame first, BoundaryFrame last) {

  /**
   * Reads the frames that a pass wrote.
   *
   * @throws IllegalArgumentException if there is no whole frame
   */
  static BoundaryFrames read(byte[] written) {
    List<BoundaryFrame> frames = BoundaryFrame.read(written);
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("no picture in " + written.length + " bytes");
    }
    return new BoundaryFrames(frames.getFirst(), frames.getLast());
  }
}
