package io.patchwork.worker.render.graph;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.VideoTreatment;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.ArrayList;
import java.util.List;

/**
 * The pan and zoom over a picture that is named after Ken Burns. It moves by fractions of pixels,
 * because whole ones make a slow move jump (as FFmpeg's {@code zoompan} does), at twice the shown
 * size, so that an enlarged part is sharp.
 */
final class PanZoom {

  /** Factor by which the input is larger than the output. */
  static final int OVERSAMPLING = 2;

  private PanZoom() {}

  /**
   * The filters of a move from one rectangle to another within a number of frames.
   *
   * @param size of the output; the input is {@link #OVERSAMPLING} times as large
   */
  static List<Filter> filters(VideoTreatment.Zoom zoom, long frames, FrameSize size) {
    Rectangle from = zoom.from();
    Rectangle to = zoom.to();
    String left = between(from.x(), to.x(), frames);
    String top = between(from.y(), to.y(), frames);
    String right = between(from.right(), to.right(), frames);
    String bottom = between(from.bottom(), to.bottom(), frames);
    List<Filter> filters = new ArrayList<>();
    filters.add(
        Filter.of(
            "perspective",
            "x0",
            "W*" + left,
            "y0",
            "H*" + top,
            "x1",
            "W*" + right,
            "y1",
            "H*" + top,
            "x2",
            "W*" + left,
            "y2",
            "H*" + bottom,
            "x3",
            "W*" + right,
            "y3",
            "H*" + bottom,
            "interpolation",
            "cubic",
            "sense",
            "source",
            "eval",
            "frame"));
    filters.add(FilterExpressions.scaled(size));
    return filters;
  }

  /** The value in the middle of each frame; {@code in} is 1 in the first. */
  private static String between(Fraction from, Fraction to, long frames) {
    Fraction step = to.minus(from).dividedBy(Fraction.of(frames));
    return "("
        + FilterExpressions.decimal(from)
        + "+("
        + FilterExpressions.decimal(step)
        + ")*(in-0.5))";
  }
}
