package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.EditorTransform;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.Optional;

/** Places layers by the scale and position that an editor gave them. */
final class EditorPlacement {

  private EditorPlacement() {}

  /**
   * The place of a layer's frame; times count from the start of its item.
   *
   * @param layer without the transform
   * @param media size of its media; empty for what has none of its own
   * @param frame size of the output
   */
  static CanvasPlace place(
      EditorTransform transform, Layer layer, Optional<FrameSize> media, FrameSize frame) {
    Fraction frameAspect = Fraction.of(frame.width(), frame.height());
    Rectangle fitted =
        layer.content() instanceof LayerContent.OfAsset content
            ? ExactFit.of(content.stream(), layer, Rectangle.WHOLE, frameAspect).shown()
            : layer.rectangle();
    return CanvasPlace.of(transform, fitted, media);
  }
}
