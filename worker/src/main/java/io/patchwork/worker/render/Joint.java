package io.patchwork.worker.render;

import io.patchwork.schema.id.Sha256;

/**
 * Where two segments of a film meet.
 *
 * @param key the last key frame before it, counted in frames of the film
 * @param at the first frame of the second segment
 */
record Joint(long key, long at, RenderPlan.Segment before, RenderPlan.Segment after) {

  /** Digest of both segments' keys. */
  Sha256 pieces() {
    return Sha256.of(before.key().hex() + after.key().hex());
  }

  /** Where its frames are written. */
  String file() {
    return "seam-" + at + ".gray";
  }
}
