package io.patchwork.worker.composition;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.timeline.Title;
import java.util.List;

/** What a clip shows or plays. */
public sealed interface Media {

  /** An asset. */
  record OfAsset(SourceMedia source) implements Media {}

  /** A picture that we draw, and no sound. */
  record Generated(LayerContent picture) implements Media {}

  /** Words that have yet to be drawn; until then nothing is seen of them. */
  record PendingTitle(Title title) implements Media {}

  /** Everybody who is in the film, which has yet to be found out. */
  record PendingCreditRoll(Title title) implements Media {}

  /**
   * Words as they were drawn.
   *
   * @param height of all strips of a roll, in pixels
   * @param rolls whether they go by from below the frame to above it
   * @param isCut whether there were more words than their box holds
   */
  record RasterizedText(List<Strip> strips, int height, boolean rolls, boolean isCut)
      implements Media {
    public RasterizedText {
      strips = List.copyOf(strips);
    }
  }

  /**
   * A PNG with alpha.
   *
   * @param address where it lies in the store
   * @param y in the frame, in pixels; of a roll from its top
   */
  record Strip(Sha256 sha256, String address, int x, int y, int width, int height) {}
}
