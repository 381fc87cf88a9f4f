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
 * The inputs of a segment's filter graph: each source decoded, retimed, cropped and scaled, and
 * split into a branch for each layer that shows it. A clip that continues from shot to shot, as one
 * that dissolves in and stays, is decoded and scaled once and split, and each shot trims its own
 * frames from a branch. For one segment.
 */
final class SegmentInputs {

  private final FrameRate rate;

  private final FrameSize frame;
  private final SeekPoint seekPoint;
  private final List<FrameSource> sources = new ArrayList<>();

  /** The branches, in the order in which shots and their layers are visited. */
  private final List<Branch> branches = new ArrayList<>();

  private final Deque<String> labels = new ArrayDeque<>();

  private SegmentInputs(FrameRate rate, FrameSize frame, SeekPoint seekPoint) {
    this.rate = rate;
    this.frame = frame;
    this.seekPoint = seekPoint;
  }

  /** Collects the inputs of a segment. */
  static SegmentInputs of(SegmentSpec spec, SeekPoint seekPoint) {
    SegmentInputs inputs = new SegmentInputs(spec.rate(), spec.coding().size(), seekPoint);
    long at = 0;
    for (Shot shot : spec.shots()) {
      for (Layer layer : shot.layers().stream().flatMap(Layer::leaves).toList()) {
        inputs.collect(layer, at, shot.frames());
      }
      at += shot.frames();
    }
    for (int i = 0; i < inputs.branches.size(); i++) {
      inputs.labels.add("f" + i);
    }
    return inputs;
  }

  /** Frames of one file at one size, for a range of frames of the segment. */
  private static final class FrameSource {
    private final LayerContent.OfFile content;
    private final Rectangle crop;
    private final FrameSize size;
    private final long from;
    private long to;

    FrameSource(LayerContent.OfFile content, Rectangle crop, FrameSize size, long from, long to) {
      this.content = content;
      this.crop = crop;
      this.size = size;
      this.from = from;
      this.to = to;
    }

    /** Whether other content at a frame only continues this. */
    boolean continues(
        LayerContent.OfFile other, Rectangle otherCrop, FrameSize otherSize, long at) {
      return from <= at
          && at <= to
          && crop.equals(otherCrop)
          && size.equals(otherSize)
          && content.sha256().equals(other.sha256())
          && hasSameFrames(other, at);
    }

    private boolean hasSameFrames(LayerContent.OfFile other, long at) {
      return switch (content) {
        case LayerContent.Video video ->
            other instanceof LayerContent.Video next
                && video.stream().equals(next.stream())
                && video.retime().from(at - from).equals(next.retime());
        case LayerContent.Still still ->
            other instanceof LayerContent.Still next && still.stream().equals(next.stream());
        case LayerContent.RasterizedText _ -> other instanceof LayerContent.RasterizedText;
      };
    }
  }

  private record Branch(FrameSource source, long from, long to) {}

  private void collect(Layer layer, long at, long frames) {
    switch (layer.content()) {
      case LayerContent.OfAsset content -> {
        FrameSize size = FitRect.of(content.stream(), layer, frame).scaled();
        take(
            content,
            layer.crop(),
            isEnlarged(layer) ? size.times(PanZoom.OVERSAMPLING) : size,
            at,
            at + frames);
      }
      case LayerContent.RasterizedText text ->
          take(text, Rectangle.WHOLE, new FrameSize(text.width(), text.height()), at, at + frames);
      case LayerContent.SolidColour _,
          LayerContent.ColourBars _,
          LayerContent.Group _,
          LayerContent.TransitionContent _ -> {}
    }
  }

  /** Whether a layer is drawn at twice its size, because it moves. */
  private static boolean isEnlarged(Layer layer) {
    return !layer.zoom().equals(VideoTreatment.Zoom.NONE) || layer.canvas() != null;
  }

  private static int index(LayerContent.OfFile content) {
    return content instanceof LayerContent.OfAsset ofAsset ? ofAsset.stream().index() : 0;
  }

  private void take(
      LayerContent.OfFile content, Rectangle crop, FrameSize size, long from, long to) {
    FrameSource source =
        sources.stream()
            .filter(each -> each.continues(content, crop, size, from))
            .findFirst()
            .orElseGet(() -> {
              FrameSource added = new FrameSource(content, crop, size, from, to);
              sources.add(added);
              return added;
            });
    source.to = Math.max(source.to, to);
    branches.add(new Branch(source, from, to));
  }

  /**
   * The label of the next layer's branch; call it in the order in which {@link #of} visits layers.
   */
  String next() {
    return labels.remove();
  }

  List<Input> inputs() {
    return sources.stream().map(this::input).toList();
  }

  private Input input(FrameSource source) {
    LayerContent.OfFile content = source.content;
    String file = content.sha256().hex();
    return switch (content) {
      case LayerContent.RasterizedText _ -> Input.whole(file, content.demuxer());
      case LayerContent.Still still -> Input.whole(file, content.demuxer()).of(still.stream());
      case LayerContent.Video video -> {
        RationalTime wanted =
            video.stream().start().plus(video.retime().start(lowest(source, video.retime())));
        yield Input.singleThreaded(file, content.demuxer(), seekPoint.before(video, wanted), wanted)
            .of(video.stream());
      }
    };
  }

  private static long lowest(FrameSource source, Retime retime) {
    return Math.min(retime.frame(0), retime.frame(source.to - source.from - 1));
  }

  private static long highest(FrameSource source, Retime retime) {
    return Math.max(retime.frame(0), retime.frame(source.to - source.from - 1));
  }

  List<FilterGraph.Chain> chains() {
    List<FilterGraph.Chain> chains = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      FrameSource source = sources.get(i);
      List<Filter> filters = new ArrayList<>(filters(source));
      List<String> ownLabels = new ArrayList<>();
      for (int t = 0; t < branches.size(); t++) {
        if (branches.get(t).source == source) {
          ownLabels.add("f" + t);
        }
      }
      boolean isWhole =
          ownLabels.size() == 1
              && branches.stream()
                  .filter(branch -> branch.source == source)
                  .allMatch(branch -> branch.from == source.from && branch.to == source.to);
      String input = i + ":" + index(source.content);
      if (isWhole) {
        chains.add(new FilterGraph.Chain(List.of(input), filters, ownLabels));
        continue;
      }
      filters.add(Filter.of("split", "outputs", ownLabels.size()));
      List<String> shared = ownLabels.stream().map(label -> "s" + label).toList();
      chains.add(new FilterGraph.Chain(List.of(input), filters, shared));
      for (int t = 0; t < branches.size(); t++) {
        if (branches.get(t).source == source) {
          chains.add(trimmed(branches.get(t), "f" + t));
        }
      }
    }
    return chains;
  }

  private FilterGraph.Chain trimmed(Branch branch, String label) {
    List<Filter> filters = new ArrayList<>();
    filters.add(
        Filter.of(
            "trim",
            "start_frame",
            branch.from - branch.source.from,
            "end_frame",
            branch.to - branch.source.from));
    filters.addAll(FilterExpressions.numbered(rate));
    return new FilterGraph.Chain(List.of("s" + label), filters, List.of(label));
  }

  private List<Filter> filters(FrameSource source) {
    long frames = source.to - source.from;
    List<Filter> filters = new ArrayList<>();
    switch (source.content) {
      case LayerContent.RasterizedText _ -> {
        filters.add(Filter.of("trim", "end_frame", 1));
        filters.add(Filter.of("scale", "out_color_matrix", "bt709", "out_range", "tv"));
        filters.add(Filter.of("format", "pix_fmts", "yuva420p"));
        filters.add(Filter.of("setsar", "sar", 1));
        filters.add(HouseFormat.tagged());
        filters.addAll(FilterExpressions.held(frames, rate));
      }
      case LayerContent.Still still -> {
        filters.add(Filter.of("trim", "end_frame", 1));
        filters.addAll(cropAndScale(still.stream(), source));
        filters.addAll(FilterExpressions.held(frames, rate));
      }
      case LayerContent.Video video -> {
        VideoStream stream = video.stream();
        Retime retime = video.retime();
        filters.addAll(atConstantRate(stream, lowest(source, retime), retime.grid()));
        if (isFrameByFrame(retime) && retime.begins() <= 0 && retime.ends() >= frames) {
          filters.add(Filter.of("trim", "end_frame", frames));
          filters.addAll(FilterExpressions.numbered(rate));
          filters.addAll(cropAndScale(stream, source));
        } else {
          filters.addAll(retimed(stream, source, retime));
          filters.add(Filter.of("tpad", "stop_mode", "clone", "stop", -1));
          filters.add(Filter.of("trim", "end_frame", frames));
        }
      }
    }
    return filters;
  }

  /**
   * Whether frames of the video at its own rate are just those of the film. One of 24 frames a
   * second that plays at 1.25 times its speed in a film of 30 has each frame once, too, but FFmpeg
   * would take 24 for the rate of the film, and pad and encode at it.
   */
  private boolean isFrameByFrame(Retime retime) {
    return retime.isPlain() && retime.grid().equals(rate);
  }

  /**
   * Progressive frames at a constant rate without an end, counted from the source's first frame
   * wherever decoding starts. The last frame of the video is held before frames are dropped that
   * are not wanted, because one that begins behind the end of the video, or in a last frame that
   * lasts less than half of one at this rate, would be none.
   */
  private static List<Filter> atConstantRate(VideoStream stream, long first, FrameRate grid) {
    List<Filter> filters = new ArrayList<>();
    filters.add(Filter.of("settb", "expr", "1/" + grid.timescale() * 10));
    filters.add(Filter.of("setpts", "expr", "PTS-" + stream.start().seconds() + "/TB"));
    filters.addAll(HouseFormat.progressive(stream));
    filters.add(Filter.of("fps", "fps", grid, "round", "near"));
    filters.add(Filter.of("tpad", "stop_mode", "clone", "stop", -1));
    filters.add(
        Filter.of(
            "fps",
            "fps",
            grid,
            "start_time",
            RationalTime.ofFrames(first, grid).toDecimalString()));
    return filters;
  }

  /**
   * Frames at another speed. Each gets the number of the first output frame that shows it, and is
   * repeated up to the next one; of several with the same number the last is shown.
   */
  private List<Filter> retimed(VideoStream stream, FrameSource source, Retime retime) {
    long low = lowest(source, retime);
    long high = highest(source, retime);
    List<Filter> filters = new ArrayList<>();
    filters.add(Filter.of("trim", "end_frame", high - low + 1));
    List<Filter> scaling = cropAndScale(stream, source);
    if (retime.isBackwards()) {
      filters.addAll(scaling);
      filters.add(Filter.of("reverse"));
    }
    // The end of the stream has a number, too, and fps drops frames of the same number; padding
    // keeps the last ones.
    long padding = 2 * retime.step().abs().ceiling().longValueExact() + 1;
    filters.add(Filter.of("tpad", "stop_mode", "clone", "stop", padding));
    filters.add(Filter.of("settb", "expr", FilterExpressions.reciprocal(rate)));
    filters.add(Filter.of("setpts", "expr", firstShown(retime, low, high)));
    filters.add(Filter.of("fps", "fps", rate, "start_time", 0));
    filters.addAll(FilterExpressions.numbered(rate));
    if (!retime.isBackwards()) {
      filters.addAll(scaling);
    }
    return filters;
  }

  /**
   * The number of the first output frame that shows the {@code N}th input frame, as an expression;
   * of a single frame, which is on all the time, its copies count. Whole numbers below 2^53 and the
   * ceilings of their quotients are exact in doubles.
   */
  private static String firstShown(Retime retime, long low, long high) {
    if (low == high) {
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

  /** A crop of at least two pixels each way, the least that 4:2:0 has. */
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

  /** Crops and scales to the wanted size, in BT.709. */
  private static List<Filter> cropAndScale(VideoStream stream, FrameSource source) {
    List<Filter> filters = new ArrayList<>();
    FrameSize upright = HouseFormat.upright(stream);
    FrameSize from = upright;
    if (!source.crop.isWhole()) {
      filters.add(crop(source.crop, upright));
      from = new FrameSize(1, 1);
    }
    boolean keepsAlpha = PixelFormat.hasAlpha(stream.pixelFormat());
    filters.addAll(HouseFormat.standard(stream, from, source.size, keepsAlpha));
    return filters;
  }
}
