package io.patchwork.worker.composition;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.Title;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The resolved media of a clip. */
public sealed interface Media {

  /** An ingested asset. */
  record OfAsset(SourceMedia source) implements Media {}

  /** Video that the renderer generates, without audio. */
  record Generated(LayerContent picture) implements Media {}

  /** A title that is not rasterized yet; until then nothing is shown. */
  record PendingTitle(Title title, @Nullable Id author) implements Media {}

  /** A credit roll whose names are not known yet. */
  record PendingCreditRoll(Title title) implements Media {}

  /**
   * A title or a roll as images.
   *
   * @param height of all strips of a roll together, in pixels
   * @param rolls whether it scrolls from below the frame to above it
   * @param isCut whether text was cut off because it overflowed its box
   * @param background box that a background fills, in fractions of the frame; null without one
   * @param author asset whose words it shows; null where they are nobody's. The images are the same
   *     whoever wrote the words
   */
  record RasterizedText(
      List<Strip> strips,
      int height,
      boolean rolls,
      boolean isCut,
      @Nullable Rectangle background,
      @JsonIgnore @Nullable Id author)
      implements Media {
    public RasterizedText {
      strips = List.copyOf(strips);
    }

    /** The same text on a background that fills a box. */
    public RasterizedText on(Rectangle box) {
      return new RasterizedText(strips, height, rolls, isCut, box, author);
    }

    /** The same text as the words of an asset. */
    public RasterizedText by(@Nullable Id asset) {
      return new RasterizedText(strips, height, rolls, isCut, background, asset);
    }
  }

  /**
   * A PNG with alpha.
   *
   * @param address its key in the store
   * @param y top edge in the frame, in pixels; of a roll from the top of the roll
   * @param alpha measured when it was drawn
   */
  record Strip(
      Sha256 sha256, String address, int x, int y, int width, int height, AlphaGrid alpha) {}
}
