package io.patchwork.worker.render.segment;

import io.patchwork.worker.render.graph.BoundaryFrame;
import java.util.List;

/** What the first and the last frame of a segment look like; of a single frame, the same. */
public record BoundaryFrames(BoundaryFrame first, BoundaryFrame last) {

  /**
   * By what was written of them.
   *
   * @throws IllegalArgumentException if there is no picture in it
   */
  static BoundaryFrames read(byte[] written) {
    List<BoundaryFrame> pictures = BoundaryFrame.read(written);
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("no picture in " + written.length + " bytes");
    }
    return new BoundaryFrames(pictures.getFirst(), pictures.getLast());
  }
}
