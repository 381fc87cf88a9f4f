package io.patchwork.worker.render.graph;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.worker.composition.LayerContent.TransitionContent;
import io.patchwork.worker.composition.TransitionKind;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * The filters that draw a transition with FFmpeg's {@code xfade}. One that stands is drawn once and
 * held, since the progress of {@code xfade} always moves.
 *
 * @param isOpaque whether both sides are
 */
record Xfade(TransitionContent transition, boolean isOpaque, FrameRate rate) {

  /** Longest transition, in seconds, that {@code xfade} takes with a margin. */
  private static final long MAX_SECONDS = 50;

  /**
   * Whether what goes by the document is the first input; in a nested timeline that runs backwards
   * the progress falls, and the two change places.
   */
  boolean isForward() {
    return FilterExpressions.isRising(transition.progress());
  }

  /** Prepares an input: full chroma, and a time base fine enough for the options. */
  List<Filter> input() {
    List<Filter> filters = new ArrayList<>();
    if (transition.progress().isConstant()) {
      filters.add(Filter.of("trim", "end_frame", 1));
    }
    filters.add(Filter.of("format", "pix_fmts", isOpaque ? "yuv444p" : "gbrap"));
    if (!isOpaque) {
      filters.add(Filter.of("premultiply", "inplace", 1));
    }
    filters.add(Filter.of("settb", "expr", "1/1000000"));
    long slowdown = slowdown(line());
    if (slowdown > 1) {
      filters.add(Filter.of("setpts", "expr", "PTS/" + slowdown));
    }
    return filters;
  }

  /** Mixes both inputs; as long as they are, or {@code frames} where the transition stands. */
  List<Filter> mix(long frames) {
    List<Filter> filters = new ArrayList<>();
    filters.add(xfade());
    if (!isOpaque) {
      filters.add(Filter.of("unpremultiply", "inplace", 1));
      filters.add(Filter.of("scale", "out_color_matrix", "bt709", "out_range", "tv"));
    }
    filters.add(Filter.of("format", "pix_fmts", isOpaque ? "yuv420p" : "yuva420p"));
    filters.addAll(
        transition.progress().isConstant()
            ? FilterExpressions.held(frames, rate)
            : FilterExpressions.numbered(rate));
    filters.add(HouseFormat.tagged());
    return filters;
  }

  private Filter xfade() {
    TransitionKind kind = isForward() ? transition.kind() : transition.kind().backwards();
    FilterExpressions.Line line = line();
    Fraction clock = Fraction.of(1, slowdown(line));
    // A frame shows the middle of its time.
    RationalTime offset = line.zero().minus(halfFrame());
    return Filter.of(
        "xfade",
        "transition",
        kind.xfade(),
        "duration",
        line.length().times(clock).toDecimalString(),
        "offset",
        offset.times(clock).toDecimalString());
  }

  private RationalTime halfFrame() {
    return RationalTime.ofFrames(1, rate).times(Fraction.of(1, 2));
  }

  /** The line of the progress as it is drawn; one of a second that is right in the first frame. */
  private FilterExpressions.Line line() {
    Curve progress = transition.progress();
    if (progress.isConstant()) {
      RationalTime since = new RationalTime(progress.keys().getFirst().value());
      return new FilterExpressions.Line(halfFrame().minus(since), new RationalTime(Fraction.ONE));
    }
    return FilterExpressions.line(isForward() ? progress : progress.inverted());
  }

  /** Factor by which time is slowed for {@code xfade}, which takes a minute at most. */
  private static long slowdown(FilterExpressions.Line line) {
    Fraction length = line.length().seconds().abs();
    return length.dividedBy(Fraction.of(MAX_SECONDS)).ceiling().longValueExact();
  }
}
