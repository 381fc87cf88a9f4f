package io.patchwork.worker.composition;

import java.util.List;

/**
 * Consecutive frames that show the same layers.
 *
 * @param layers the first at the bottom, on black
 */
public record Shot(long frames, List<Layer> layers) {
  public Shot {
    layers = List.copyOf(layers);
  }

  /** Whether this shot only continues the one before it. */
  boolean continues(Shot before) {
    if (layers.size() != before.layers.size()) {
      return false;
    }
    for (int i = 0; i < layers.size(); i++) {
      if (!layers.get(i).continues(before.layers.get(i), before.frames)) {
        return false;
      }
    }
    return true;
  }
}
