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
        // A taller box than one image has is drawn in several.
        boolean isOneImage = text.strips().size() == 1;
        text.strips()
            .forEach(strip ->
                texts.put(
                    strip.sha256(),
                    new AlphaMeasurements.OfText(
                        strip.alpha(), isOneImage ? text.background() : null)));
      }
    }
    return alpha.with(texts);
  }
}
