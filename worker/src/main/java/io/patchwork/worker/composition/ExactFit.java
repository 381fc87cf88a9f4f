package io.patchwork.worker.composition;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.VideoTreatment;
import org.jspecify.annotations.Nullable;

/**
 * Where a layer that shows a video stream lies in the frame, from the rectangles of the document
 * and the exact aspect ratio of the media. It is the same for every size of the output; {@link
 * FitRect} is the nearest that a raster has.
 *
 * @param shown part of the frame that it fills
 * @param picture where the whole picture would lie, with what is cropped and zoomed out of it
 * @param blur the blurred copy that it lies on; null without one
 */
public record ExactFit(Rectangle shown, Rectangle picture, @Nullable ExactFit blur) {

  /**
   * A picture whose bars would be thinner than this part of its rectangle fills it, as it does in
   * the pixels of the largest frame: 854×480 is as wide as 16:9.
   */
  private static final Fraction THINNEST_BARS = Fraction.of(1, 1080);

  /**
   * The place of a layer.
   *
   * @param zoom the part of the crop that is shown
   * @param frameAspect width of the frame over its height
   */
  public static ExactFit of(VideoStream stream, Layer layer, Rectangle zoom, Fraction frameAspect) {
    Rectangle crop = layer.crop();
    Rectangle box = layer.rectangle();
    Fraction aspect = aspect(stream).times(crop.width()).dividedBy(crop.height());
    Fraction boxAspect = frameAspect.times(box.width()).dividedBy(box.height());
    // How much wider the picture is than its rectangle, at equal heights.
    Fraction wider = aspect.dividedBy(boxAspect);
    boolean isWider = wider.compareTo(Fraction.ONE) >= 0;
    Fraction longer = isWider ? wider : Fraction.ONE.dividedBy(wider);
    if (longer.minus(Fraction.ONE).compareTo(THINNEST_BARS) < 0) {
      longer = Fraction.ONE;
    }
    Fraction shorter = Fraction.ONE.dividedBy(longer);
    Rectangle inner =
        centred(box, isWider ? Fraction.ONE : shorter, isWider ? shorter : Fraction.ONE);
    Rectangle covering =
        centred(box, isWider ? longer : Fraction.ONE, isWider ? Fraction.ONE : longer);
    boolean isCovering = layer.fit() == VideoTreatment.Fit.COVER && !isHuge(covering, frameAspect);
    Rectangle scaled = isCovering ? covering : inner;
    boolean isOnBlur = layer.fit() == VideoTreatment.Fit.BLURRED && !longer.equals(Fraction.ONE);
    return new ExactFit(
        isCovering ? box : inner,
        whole(whole(scaled, zoom), crop),
        isOnBlur ? new ExactFit(box, whole(whole(covering, zoom), crop), null) : null);
  }

  /** The part of the frame that it fills together with its blurred copy. */
  public Rectangle filled() {
    return blur == null ? shown : blur.shown;
  }

  /** Whether a picture that covers its box would be scaled to gigabytes; it is fitted in then. */
  private static boolean isHuge(Rectangle covering, Fraction frameAspect) {
    return FitRect.isHuge(covering.width(), Fraction.ONE)
        || FitRect.isHuge(covering.height(), frameAspect);
  }

  private static Fraction aspect(VideoStream stream) {
    Fraction coded =
        Fraction.of(stream.width())
            .times(stream.sampleAspect())
            .dividedBy(Fraction.of(stream.height()));
    return stream.rotation() % 180 == 0 ? coded : Fraction.ONE.dividedBy(coded);
  }

  /** A rectangle with the same middle and other sides, in parts of its own. */
  private static Rectangle centred(Rectangle box, Fraction wide, Fraction high) {
    Fraction width = box.width().times(wide);
    Fraction height = box.height().times(high);
    Fraction half = Fraction.of(1, 2);
    return new Rectangle(
        box.x().plus(box.width().minus(width).times(half)),
        box.y().plus(box.height().minus(height).times(half)),
        width,
        height);
  }

  /** The place of a whole of which a part lies at a place. */
  private static Rectangle whole(Rectangle place, Rectangle part) {
    Fraction width = place.width().dividedBy(part.width());
    Fraction height = place.height().dividedBy(part.height());
    return new Rectangle(
        place.x().minus(part.x().times(width)),
        place.y().minus(part.y().times(height)),
        width,
        height);
  }
}
