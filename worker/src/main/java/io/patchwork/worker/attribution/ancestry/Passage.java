package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
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
   */
  void add(Part inner, Part outer, List<Part> parts) {
    Remixes before = inner.remixes() == null ? Remixes.NONE : inner.remixes();
    if (makers.isEmpty()) {
      parts.add(inner.through(render, outer, inner.remixes()));
      return;
    }
    Remixes counted = before.through(makers.get());
    if (inner.origin() instanceof Origin.Makers) {
      // Consecutive remixes of the same makers count once, as the outer one.
      if (before.count() > 0 || !counted.equals(before)) {
        parts.add(inner.through(render, outer, counted));
      }
      return;
    }
    Part through = inner.through(render, outer, counted);
    parts.add(through);
    parts.add(through.madeBy(render, new Remixes(0, makers.get())));
  }

  /** Adds what words of the render are in the film that shows it. */
  void add(Text inner, Interval out, Box seen, List<Text> text) {
    Remixes before = inner.remixes() == null ? Remixes.NONE : inner.remixes();
    if (makers.isEmpty()) {
      text.add(inner.through(render, out, seen, inner.remixes()));
      return;
    }
    Remixes counted = before.through(makers.get());
    if (inner.remix() != null) {
      if (before.count() > 0 || !counted.equals(before)) {
        text.add(inner.through(render, out, seen, counted));
      }
      return;
    }
    Text through = inner.through(render, out, seen, counted);
    text.add(through);
    text.add(through.madeBy(render, new Remixes(0, makers.get())));
  }
}
