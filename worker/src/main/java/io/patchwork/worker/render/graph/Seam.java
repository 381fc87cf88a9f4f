package io.patchwork.worker.render.graph;

import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.render.plan.RenderPlan;

/**
 * Where two segments of a film meet.
 *
 * @param key last key frame before it, as a frame of the film
 * @param at first frame of the second segment
 */
public record Seam(long key, long at, RenderPlan.Segment before, RenderPlan.Segment after) {

  /** Digest of both segments' keys. */
  public Sha256 segments() {
    return Sha256.of(before.key().hex() + after.key().hex());
  }

  /** File name of its decoded frames. */
  public String file() {
    return "seam-" + at + ".gray";
  }
}
