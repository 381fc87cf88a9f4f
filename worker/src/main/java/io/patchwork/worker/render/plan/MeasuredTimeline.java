package io.patchwork.worker.render.plan;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.worker.attribution.AlphaMeasurements;
import io.patchwork.worker.attribution.PictureLineage;
import io.patchwork.worker.composition.Media;
import io.patchwork.worker.composition.ResolvedTimeline;
import java.util.HashMap;
import java.util.Map;

/**
 * A timeline as its lineage is computed from, the same for every profile.
 *
 * @param timeline with its text rasterized for {@link PictureLineage#FRAME}
 * @param alpha of its assets
 */
public record MeasuredTimeline(ResolvedTimeline timeline, AlphaMeasurements alpha) {

  /** A timeline whose alpha nobody measured. */
  public static MeasuredTimeline unmeasured(ResolvedTimeline timeline) {
    return new MeasuredTimeline(timeline, AlphaMeasurements.NONE);
  }

  /** The alpha of its assets and texts. */
  AlphaMeasurements measurements() {
    Map<Sha256, AlphaGrid> grids = new HashMap<>();
    // One image may be the background of many boxes.
    Map<Sha256, Map<AlphaMeasurements.Corner, Rectangle>> boxes = new HashMap<>();
    for (Media media : timeline.visibleMedia()) {
      if (media instanceof Media.RasterizedText text) {
        for (Media.Strip strip : text.strips()) {
          grids.put(strip.sha256(), strip.alpha());
          // A transparent background is no ink, and a very tall box is drawn in several images.
          Rectangle background = strip.height() == text.height() ? text.background() : null;
          if (background != null) {
            boxes
                .computeIfAbsent(strip.sha256(), _ -> new HashMap<>())
                .put(new AlphaMeasurements.Corner(strip.x(), Fraction.of(strip.y())), background);
          }
        }
      }
    }
    Map<Sha256, AlphaMeasurements.OfText> texts = new HashMap<>();
    grids.forEach((image, grid) ->
        texts.put(image, new AlphaMeasurements.OfText(grid, boxes.getOrDefault(image, Map.of()))));
    return alpha.with(texts);
  }
}
