package io.patchwork.worker.attribution;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.MeasuredAlpha;
import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.manifest.AlphaTrack;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Rectangle;
import java.util.Map;
import java.util.Optional;

/**
 * The measured alpha of what a timeline shows, by the digest of its content.
 *
 * @param assets videos and stills
 * @param texts rasterized texts
 */
public record AlphaMeasurements(Map<Sha256, OfAsset> assets, Map<Sha256, OfText> texts) {

  /** No measurement of anything. */
  public static final AlphaMeasurements NONE = new AlphaMeasurements(Map.of(), Map.of());

  public AlphaMeasurements {
    assets = Map.copyOf(assets);
    texts = Map.copyOf(texts);
  }

  /**
   * The alpha of an asset.
   *
   * @param artifact digest of the document
   */
  public record OfAsset(AlphaTrack track, Sha256 artifact) {
    MeasuredAlpha evidence() {
      return new MeasuredAlpha(track.columns(), track.rows(), artifact);
    }
  }

  /**
   * The alpha of an image of text.
   *
   * @param boxes that it fills exactly, in fractions of the frame, by the corner of the image that
   *     is drawn for each; none where its pixels say where it is
   */
  public record OfText(AlphaGrid grid, Map<Corner, Rectangle> boxes) {
    public OfText {
      boxes = Map.copyOf(boxes);
    }
  }

  /** The top left corner of an image of text, in pixels of the frame. */
  public record Corner(int x, Fraction y) {}

  /** The same assets with the texts of a timeline. */
  public AlphaMeasurements with(Map<Sha256, OfText> others) {
    return new AlphaMeasurements(assets, others);
  }

  Optional<OfAsset> asset(Sha256 content) {
    return Optional.ofNullable(assets.get(content));
  }

  Optional<OfText> text(Sha256 content) {
    return Optional.ofNullable(texts.get(content));
  }
}
