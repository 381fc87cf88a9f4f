package io.patchwork.worker.render.graph;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.VideoTreatment;
import io.patchwork.worker.composition.FitRect;
import io.patchwork.worker.composition.Layer;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.composition.Retime;
import io.patchwork.worker.composition.Shot;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.PixelFormat;
import io.patchwork.worker.ffmpeg.Pixels;
import io.patchwork.worker.render.plan.SeekPoint;
import io.patchwork.worker.render.plan.SegmentSpec;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The frames of assets that a segment is made of: what goes on from shot to shot, as a clip that
 * dissolves in and stays, is decoded and scaled once, and each shot takes its own frames of it. For
 * one segment.
 */
final class SegmentInputs {

  private final FrameRate rate;

  private final FrameSize frame;
  private final SeekPoint entry;
  private final List<Feed> feeds = new ArrayList<>();

  /** Who takes from which feed, in the order in which shots and their layers are walked. */
  private final List<Taker> takers = new ArrayList<>();

  private final Deque<String> handedOut = new ArrayDeque<>();

  private SegmentInputs(FrameRate rate, FrameSize frame, SeekPoint entry) {
    this.rate = rate;
    this.frame = frame;
    this.entry = entry;
  }

  /** Collects what a segment needs. */
  static SegmentInputs of(SegmentSpec spec, SeekPoint entry) {
    SegmentInputs feeds = new SegmentInputs(spec.rate(), spec.coding().size(), entry);
    long at = 0;
    for (Shot shot : spec.shots()) {
      for (Layer layer : shot.layers().stream().flatMap(Layer::leaves).toList()) {
        feeds.collect(layer, at, shot.frames());
      }
      at += shot.frames();
    }
    for (int i = 0; i < feeds.takers.size(); i++) {
      feeds.handedOut.add("f" + i);
    }
    return feeds;
  }

  /** Frames of an asset in a size, from one frame of the segment to another. */
  private static final class Feed {
    private final LayerContent.OfFile shown;
    private final Rectangle crop;
    private final FrameSize size;
    private final long from;
    private long to;

    Feed(LayerContent.OfFile shown, Rectangle crop, FrameSize size, long from, long to) {
      this.shown = shown;
      this.crop = crop;
      this.size = size;
      this.from = from;
      this.to = to;
    }

    /** Whether what is shown at a frame is this going on. */
    boolean goesOn(LayerContent.OfFile other, Rectangle otherCrop, FrameSize otherSize, long at) {
      return from <= at
          && at <= to
          && crop.equals(otherCrop)
          && size.equals(otherSize)
          && shown.sha256().equals(other.sha256())
          && isSameMotion(other, at);
    }

    private boolean isSameMotion(LayerContent.OfFile other, long at) {
      return switch (shown) {
        case LayerContent.Video moving ->
            other instanceof LayerContent.Video next
                && moving.stream().equals(next.stream())
                && moving.retime().from(at - from).equals(next.retime());
        case LayerContent.Still still ->
            other instanceof LayerContent.Still next && still.stream().equals(next.stream());
        case LayerContent.RasterizedText _ -> other instanceof LayerContent.RasterizedText;
      };
    }
  }

  private record Taker(Feed feed, long from, long to) {}

  private void collect(Layer layer, long at, long frames) {
    switch (layer.picture()) {
      case LayerContent.OfAsset shown -> {
        FrameSize size = FitRect.of(shown.stream(), layer, frame).scaled();
        take(
            shown,
            layer.crop(),
            isZoomed(layer) ? size.times(PanZoom.OVERSAMPLED) : size,
            at,
            at + frames);
      }
      case LayerContent.RasterizedText letters ->
          take(
              letters,
              Rectangle.WHOLE,
              new FrameSize(letters.width(), letters.height()),
              at,
              at + frames);
      case LayerContent.SolidColour _,
          LayerContent.ColourBars _,
          LayerContent.Group _,
          LayerContent.TransitionContent _ -> {}
    }
  }

  private static boolean isZoomed(Layer layer) {
    return !layer.zoom().equals(VideoTreatment.Zoom.NONE);
  }

  private static int index(LayerContent.OfFile shown) {
    return shown instanceof LayerContent.OfAsset ofAsset ? ofAsset.stream().index() : 0;
  }

  private void take(LayerContent.OfFile shown, Rectangle crop, FrameSize size, long from, long to) {
    Feed feed =
        feeds.stream()
            .filter(each -> each.goesOn(shown, crop, size, from))
            .findFirst()
            .orElseGet(() -> {
              Feed fresh = new Feed(shown, crop, size, from, to);
              feeds.add(fresh);
              return fresh;
            });
    feed.to = Math.max(feed.to, to);
    takers.add(new Taker(feed, from, to));
  }

  /** The label of what the next layer takes; to be asked in the order of {@link #of}. */
  String next() {
    return handedOut.remove();
  }

  List<Input> inputs() {
    return feeds.stream().map(this::input).toList();
  }

  private Input input(Feed feed) {
    LayerContent.OfFile shown = feed.shown;
    String file = shown.sha256().hex();
    return switch (shown) {
      case LayerContent.Still _, LayerContent.RasterizedText _ ->
          Input.whole(file, shown.demuxer());
      case LayerContent.Video moving -> {
        RationalTime wanted =
            moving.stream().start().plus(moving.retime().start(lowest(feed, moving.retime())));
        yield Input.singleThreaded(file, shown.demuxer(), entry.before(moving, wanted), wanted);
      }
    };
  }

  private static long lowest(Feed feed, Retime retime) {
    return Math.min(retime.frame(0), retime.frame(feed.to - feed.from - 1));
  }

  private static long highest(Feed feed, Retime retime) {
    return Math.max(retime.frame(0), retime.frame(feed.to - feed.from - 1));
  }

  List<FilterGraph.Chain> chains() {
    List<FilterGraph.Chain> chains = new ArrayList<>();
    for (int i = 0; i < feeds.size(); i++) {
      Feed feed = feeds.get(i);
      List<Filter> filters = new ArrayList<>(filters(feed));
      List<String> own = new ArrayList<>();
      for (int t = 0; t < takers.size(); t++) {
        if (takers.get(t).feed == feed) {
          own.add("f" + t);
        }
      }
      boolean isWhole =
          own.size() == 1
              && takers.stream()
                  .filter(taker -> taker.feed == feed)
                  .allMatch(taker -> taker.from == feed.from && taker.to == feed.to);
      String source = i + ":" + index(feed.shown);
      if (isWhole) {
        chains.add(new FilterGraph.Chain(List.of(source), filters, own));
        continue;
      }
      filters.add(Filter.of("split", "outputs", own.size()));
      List<String> shared = own.stream().map(label -> "s" + label).toList();
      chains.add(new FilterGraph.Chain(List.of(source), filters, shared));
      for (int t = 0; t < takers.size(); t++) {
        if (takers.get(t).feed == feed) {
          chains.add(taken(takers.get(t), "f" + t));
        }
      }
    }
    return chains;
  }

  private FilterGraph.Chain taken(Taker taker, String label) {
    List<Filter> filters = new ArrayList<>();
    filters.add(
        Filter.of(
            "trim",
            "start_frame",
            taker.from - taker.feed.from,
            "end_frame",
            taker.to - taker.feed.from));
    filters.addAll(FilterExpressions.numbered(rate));
    return new FilterGraph.Chain(List.of("s" + label), filters, List.of(label));
  }

  private List<Filter> filters(Feed feed) {
    long frames = feed.to - feed.from;
    List<Filter> filters = new ArrayList<>();
    switch (feed.shown) {
      case LayerContent.RasterizedText _ -> {
        filters.add(Filter.of("trim", "end_frame", 1));
        filters.add(Filter.of("scale", "out_color_matrix", "bt709", "out_range", "tv"));
        filters.add(Filter.of("format", "pix_fmts", "yuva420p"));
        filters.add(Filter.of("setsar", "sar", 1));
        filters.add(HouseFormat.tagged());
        filters.addAll(FilterExpressions.standing(frames, rate));
      }
      case LayerContent.Still still -> {
        filters.add(Filter.of("trim", "end_frame", 1));
        filters.addAll(looking(still.stream(), feed));
        filters.addAll(FilterExpressions.standing(frames, rate));
      }
      case LayerContent.Video moving -> {
        VideoStream stream = moving.stream();
        Retime retime = moving.retime();
        filters.addAll(atConstantRate(stream, lowest(feed, retime), retime.grid()));
        if (retime.isPlain() && retime.begins() <= 0 && retime.ends() >= frames) {
          filters.add(Filter.of("trim", "end_frame", frames));
          filters.addAll(FilterExpressions.numbered(rate));
          filters.addAll(looking(stream, feed));
        } else {
          filters.addAll(retimed(stream, feed, retime));
        }
      }
    }
    // A video whose end comes too early stands: how long a segment is does not hang on it.
    filters.add(Filter.of("tpad", "stop_mode", "clone", "stop", -1));
    filters.add(Filter.of("trim", "end_frame", frames));
    return filters;
  }

  /** Whole frames at a constant rate, counted from the source's first wherever decoding began. */
  private static List<Filter> atConstantRate(VideoStream stream, long first, FrameRate grid) {
    List<Filter> filters = new ArrayList<>();
    filters.add(Filter.of("settb", "expr", "1/" + grid.timescale() * 10));
    filters.add(Filter.of("setpts", "expr", "PTS-" + stream.start().seconds() + "/TB"));
    filters.addAll(HouseFormat.progressive(stream));
    filters.add(
        Filter.of(
            "fps",
            "fps",
            grid,
            "round",
            "near",
            "start_time",
            RationalTime.ofFrames(first, grid).toDecimalString()));
    return filters;
  }

  /**
   * Frames at another speed. Each is given the number of the first frame of the output in which it
   * is on, and stands until the next one comes; of several with the same number the last is shown.
   */
  private List<Filter> retimed(VideoStream stream, Feed feed, Retime retime) {
    long low = lowest(feed, retime);
    long high = highest(feed, retime);
    List<Filter> filters = new ArrayList<>();
    filters.add(Filter.of("trim", "end_frame", high - low + 1));
    List<Filter> looking = looking(stream, feed);
    if (retime.isBackwards()) {
      filters.addAll(looking);
      filters.add(Filter.of("reverse"));
    }
    // The end of all frames has a number, too, and fps drops what has the same: not the last ones.
    long more = 2 * retime.step().abs().ceiling().longValueExact() + 1;
    filters.add(Filter.of("tpad", "stop_mode", "clone", "stop", more));
    filters.add(Filter.of("settb", "expr", FilterExpressions.reciprocal(rate)));
    filters.add(Filter.of("setpts", "expr", firstShown(retime, low, high)));
    filters.add(Filter.of("fps", "fps", rate, "start_time", 0));
    filters.addAll(FilterExpressions.numbered(rate));
    if (!retime.isBackwards()) {
      filters.addAll(looking);
    }
    return filters;
  }

  /**
   * The number of the output's frame in which the {@code N}th frame that comes is first on. Whole
   * numbers below 2^53 and the ceilings of their quotients are exact in doubles.
   */
  private static String firstShown(Retime retime, long low, long high) {
    if (retime.isFreeze()) {
      return "N";
    }
    // Forwards: low + N >= first + k * step needs k >= (low + N - first) / step. Backwards the
    // frame high - N is on from where the place has come down to its end, high - N + 1.
    Fraction offset =
        retime.isBackwards()
            ? retime.first().minus(Fraction.of(high + 1))
            : Fraction.of(low).minus(retime.first());
    Fraction perFrame = Fraction.ONE.dividedBy(retime.step().abs());
    BigInteger below = offset.denominator().multiply(perFrame.denominator());
    BigInteger ofN = offset.denominator().multiply(perFrame.numerator());
    BigInteger constant = offset.numerator().multiply(perFrame.numerator());
    return "max(0,ceil((N*" + ofN + "+(" + constant + "))/" + below + "))";
  }

  /** At least two pixels each way, which is as little as there is in 4:2:0. */
  private static Filter crop(Rectangle crop, FrameSize upright) {
    int x = Math.max(0, Math.min(Pixels.of(crop.x(), upright.width()), upright.width() - 2));
    int y = Math.max(0, Math.min(Pixels.of(crop.y(), upright.height()), upright.height() - 2));
    int width = Math.max(2, Pixels.of(crop.width(), upright.width()));
    int height = Math.max(2, Pixels.of(crop.height(), upright.height()));
    return Filter.of(
        "crop",
        "w",
        Math.min(width, upright.width() - x),
        "h",
        Math.min(height, upright.height() - y),
        "x",
        x,
        "y",
        y);
  }

  /** Cropped and in the size that is wanted, in the colours of HD video. */
  private static List<Filter> looking(VideoStream stream, Feed feed) {
    List<Filter> filters = new ArrayList<>();
    FrameSize upright = HouseFormat.upright(stream);
    FrameSize from = upright;
    if (!feed.crop.isWhole()) {
      filters.add(crop(feed.crop, upright));
      from = new FrameSize(1, 1);
    }
    boolean keepsAlpha = PixelFormat.hasAlpha(stream.pixelFormat());
    filters.addAll(HouseFormat.standard(stream, from, feed.size, keepsAlpha));
    return filters;
  }
}
