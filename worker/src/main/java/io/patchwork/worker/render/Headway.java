package io.patchwork.worker.render;

import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.render.plan.RenderPlan;
import java.util.Set;

/** How much of a whole render is there, in frames; its sound counts for some of them. */
record Headway(long done, long total) {

  /** Of what a picture takes, sound and assembly take about that part each. */
  private static final int SMALL_PART = 16;

  static Headway of(RenderPlan plan, Set<Sha256> there) {
    long frames =
        plan.sequence().stream()
            .map(plan.pieces()::get)
            .filter(piece -> there.contains(piece.key()))
            .mapToLong(piece -> piece.frames())
            .sum();
    long small = Math.max(1, plan.frames() / SMALL_PART);
    RenderPlan.Soundtrack soundtrack = plan.soundtrack();
    boolean hasSound = soundtrack != null;
    boolean isSoundThere = soundtrack != null && there.contains(soundtrack.key());
    return new Headway(
        frames + (isSoundThere ? small : 0), plan.frames() + (hasSound ? small : 0) + small);
  }
}
