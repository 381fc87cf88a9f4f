package io.patchwork.worker.composition;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.EditorTransform;
import io.patchwork.schema.timeline.EditorTransform.Unit;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Where the frame that a layer is composed in lies in the output's frame, in fractions of that: an
 * editor's scale and position.
 *
 * @param x left edge
 * @param y top edge
 * @param width above 0
 * @param height above 0
 */
public record CanvasPlace(Curve x, Curve y, Curve width, Curve height) {

  private static final Fraction HALF = Fraction.of(1, 2);

  /** The largest scale whose picture is drawn as large as it is. */
  private static final Fraction MAX_DRAWN = Fraction.of(4);

  /**
   * The place by an editor's transform.
   *
   * @param media size of the picture; empty for what has none of its own
   */
  static CanvasPlace of(EditorTransform transform, Optional<FrameSize> media) {
    Fraction scale = Fraction.ONE;
    switch (transform.unit()) {
      case Unit.Pixels(int width, int height) -> {
        if (media.isPresent()) {
          Fraction wide = Fraction.of(media.get().width(), width);
          Fraction high = Fraction.of(media.get().height(), height);
          scale = wide.compareTo(high) > 0 ? wide : high;
        }
      }
      case Unit.Frame _ -> {}
    }
    Curve width = transform.scaleX().times(scale);
    Curve height = transform.scaleY().times(scale);
    return new CanvasPlace(edge(width, transform.x()), edge(height, transform.y()), width, height);
  }

  /** The near edge of a side whose middle is shifted. */
  private static Curve edge(Curve side, Curve shift) {
    return shift.plus(side.times(HALF.negate())).plus(Curve.constant(HALF));
  }

  /** The place with each curve changed alike. */
  CanvasPlace with(UnaryOperator<Curve> change) {
    return new CanvasPlace(
        change.apply(x), change.apply(y), change.apply(width), change.apply(height));
  }

  public Rectangle at(RationalTime time) {
    return new Rectangle(x.at(time), y.at(time), width.at(time), height.at(time));
  }

  public boolean isConstant() {
    return curves().allMatch(Curve::isConstant);
  }

  public Stream<Curve> curves() {
    return Stream.of(x, y, width, height);
  }

  /** The rectangle in which a picture is fitted alike, where it stands and keeps its shape. */
  Optional<Rectangle> drawn() {
    Rectangle first = at(RationalTime.ZERO);
    return isConstant()
            && first.width().equals(first.height())
            && first.width().compareTo(MAX_DRAWN) <= 0
        ? Optional.of(first)
        : Optional.empty();
  }
}
