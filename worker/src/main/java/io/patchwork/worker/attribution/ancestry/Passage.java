package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.lineage.AssetContent;
import java.util.List;
import java.util.Optional;

/**
 * The way through a render.
 *
 * @param makers who keep a share of what comes through it; empty where nobody does
 */
record Passage(AssetContent render, Optional<Object> makers) {

  /**
   * Adds what a part of the render is in the film that shows it.
   *
   * @param outer the part that shows the render
   * @param share of the film's tile
   */
  void add(Part inner, Part outer, Polynomial share, List<Part> parts) {
    Remixes before = inner.remixes() == null ? Remixes.NONE : inner.remixes();
    if (makers.isEmpty()) {
      parts.add(inner.through(render, outer, share, inner.remixes()));
      return;
    }
    Remixes counted = before.through(makers.get());
    if (inner.origin() instanceof Origin.Makers) {
      // Consecutive remixes of the same makers count once, as the outer one.
      if (before.count() > 0 || !counted.equals(before)) {
        parts.add(inner.through(render, outer, share, counted));
      }
      return;
    }
    Part through = inner.through(render, outer, share, counted);
    parts.add(through);
    parts.add(through.madeBy(render, new Remixes(0, makers.get())));
  }
}
