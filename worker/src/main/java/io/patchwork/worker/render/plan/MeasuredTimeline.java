package io.patchwork.worker.render.plan;

import io.patchwork.schema.id.Sha256;
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
    Map<Sha256, AlphaMeasurements.OfText> texts = new HashMap<>();
    for (Media media : timeline.visibleMedia()) {
      if (media instanceof Media.RasterizedText text) {
        for (Media.Strip strip : text.strips()) {
          // A transparent background is no ink, and a very tall box is drawn in several images.
          boolean fillsBox = strip.height() == text.height();
          texts.put(
              strip.sha256(),
              new AlphaMeasurements.OfText(strip.alpha(), fillsBox ? text.background() : null));
        }
      }
    }
    return alpha.with(texts);
  }
}
