package io.patchwork.worker.render;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.render.plan.RenderPlan;

/**
 * What workers send each other about a render: no more than where to look.
 *
 * @param position in the plan's pieces, for a segment
 * @param seen markers when it was sent, for a revival
 * @param stood how often in a row the render was found not to have moved, for a revival
 */
record Step(Kind kind, Id render, Sha256 revision, int position, int seen, int stood) {

  /** What is to be done. */
  enum Kind {
    /** Make one segment. */
    SEGMENT,
    /** Make the soundtrack. */
    SOUNDTRACK,
    /** Put everything together. */
    ASSEMBLE,
    /** See whether the render has come to a halt, and push it. */
    REVIVE
  }

  static Step segment(RenderPlan plan, int position) {
    return new Step(Kind.SEGMENT, plan.render(), plan.revision(), position, 0, 0);
  }

  static Step soundtrack(RenderPlan plan) {
    return new Step(Kind.SOUNDTRACK, plan.render(), plan.revision(), 0, 0, 0);
  }

  static Step assemble(RenderPlan plan) {
    return new Step(Kind.ASSEMBLE, plan.render(), plan.revision(), 0, 0, 0);
  }

  static Step revive(RenderPlan plan, int seen, int stood) {
    return new Step(Kind.REVIVE, plan.render(), plan.revision(), 0, seen, stood);
  }
}
