package io.patchwork.worker.edit;

import java.util.List;

/**
 * Frames in which the same pictures are on screen.
 *
 * @param layers the first at the bottom, black behind it
 */
public record Shot(long frames, List<Layer> layers) {
  public Shot {
    layers = List.copyOf(layers);
  }
}
