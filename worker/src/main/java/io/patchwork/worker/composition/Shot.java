package io.patchwork.worker.composition;

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

  /** Whether all that is seen here is what was seen in the shot before, going on. */
  boolean goesOnFrom(Shot before) {
    if (layers.size() != before.layers.size()) {
      return false;
    }
    for (int i = 0; i < layers.size(); i++) {
      if (!layers.get(i).goesOnFrom(before.layers.get(i), before.frames)) {
        return false;
      }
    }
    return true;
  }
}
