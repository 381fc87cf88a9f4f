package io.patchwork.worker.render.segment;

import io.patchwork.worker.render.graph.EndPicture;
import java.util.List;

/** What the first and the last frame of a piece look like; of a single frame, the same. */
public record PieceEnds(EndPicture first, EndPicture last) {

  /**
   * By what was written of them.
   *
   * @throws IllegalArgumentException if there is no picture in it
   */
  static PieceEnds read(byte[] written) {
    List<EndPicture> pictures = EndPicture.read(written);
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("no picture in " + written.length + " bytes");
    }
    return new PieceEnds(pictures.getFirst(), pictures.getLast());
  }
}
