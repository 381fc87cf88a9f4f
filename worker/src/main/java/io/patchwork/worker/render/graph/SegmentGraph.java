package io.patchwork.worker.render.graph;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.VideoTreatment;
import io.patchwork.worker.composition.CanvasPlace;
import io.patchwork.worker.composition.FitRect;
import io.patchwork.worker.composition.Layer;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.composition.Shot;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.PixelFormat;
import io.patchwork.worker.render.plan.SeekPoint;
import io.patchwork.worker.render.plan.SegmentSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The filter graph of a segment: the layers of each shot are overlaid, and the shots are
 * concatenated. Everything is 4:2:0 but wipes and slides, which are 4:4:4 while they last. For one
 * segment.
 */
final class SegmentGraph {

  /** Label of the video. */
  static final String VIDEO = "picture";

  /** Label of its first and last frame as {@link BoundaryFrame}. */
  static final String ENDS = "ends";

  private final SegmentSpec spec;
  private final FrameSize frame;
  private final SegmentInputs inputs;
  private final List<FilterGraph.Chain> chains = new ArrayList<>();
  private int labels;

  private SegmentGraph(SegmentSpec spec, SeekPoint seekPoint) {
    this.spec = spec;
    this.frame = spec.coding().size();
    this.inputs = SegmentInputs.of(spec, seekPoint);
  }

  /** The pass of a segment, whose outputs read {@link #VIDEO} and {@link #ENDS}. */
  static Pass pass(SegmentSpec spec, SeekPoint seekPoint, List<Output> outputs) {
    return new SegmentGraph(spec, seekPoint).build(outputs);
  }

  private Pass build(List<Output> outputs) {
    List<Input> files = inputs.inputs();
    chains.addAll(inputs.chains());
    List<String> shots = new ArrayList<>();
    for (Shot shot : spec.shots()) {
      // A changed aspect ratio would be written into the parameter sets.
      String canvas = new Canvas(shot.frames()).of(shot.layers(), true);
      shots.add(chain(List.of(canvas), Filter.of("setsar", "sar", 1)));
    }
    List<Filter> last = new ArrayList<>();
    if (shots.size() > 1) {
      last.add(Filter.of("concat", "n", shots.size(), "v", 1, "a", 0));
      last.addAll(numbered());
    }
    // Last: colour tags of a frame override the encoder's, and are written into the parameter sets.
    last.add(Filter.of("format", "pix_fmts", spec.coding().pixelFormat()));
    last.add(HouseFormat.tagged());
    last.add(Filter.of("split", "outputs", 2));
    chains.add(new FilterGraph.Chain(shots, last, List.of(VIDEO, "all")));
    List<Filter> ends = new ArrayList<>();
    ends.add(Filter.of("select", "expr", "eq(n,0)+eq(n," + (spec.frames() - 1) + ")"));
    ends.addAll(BoundaryFrame.filters());
    chains.add(new FilterGraph.Chain(List.of("all"), ends, List.of(ENDS)));
    return new Pass(
        files,
        new FilterGraph(chains),
        outputs,
        Pass.Timestamps.COPY,
        RationalTime.ofFrames(spec.frames(), spec.rate()));
  }

  private String chain(List<String> from, List<Filter> filters) {
    String label = "p" + labels++;
    chains.add(new FilterGraph.Chain(from, filters, List.of(label)));
    return label;
  }

  private String chain(List<String> from, Filter... filters) {
    return chain(from, List.of(filters));
  }

  private List<String> split(String from) {
    List<String> copies = List.of("p" + labels++, "p" + labels++);
    chains.add(
        new FilterGraph.Chain(List.of(from), List.of(Filter.of("split", "outputs", 2)), copies));
    return copies;
  }

  /** Sets each frame's PTS to its number. */
  private List<Filter> numbered() {
    return FilterExpressions.numbered(spec.rate());
  }

  private static Filter format(String pixelFormats) {
    return Filter.of("format", "pix_fmts", pixelFormats);
  }

  /** A stream at a place in the frame; {@code moving} is its changing y. */
  private record PlacedStream(
      String label, int x, int y, FrameSize size, boolean hasAlpha, @Nullable Curve moving) {

    PlacedStream(String label, int x, int y, FrameSize size, boolean hasAlpha) {
      this(label, x, y, size, hasAlpha, null);
    }

    PlacedStream over(String other) {
      return new PlacedStream(other, x, y, size, true, moving);
    }
  }

  /** The frames of one shot. */
  private final class Canvas {
    private final long frames;

    Canvas(long frames) {
      this.frames = frames;
    }

    /**
     * Composites layers into a whole frame; returns its label.
     *
     * @param isOpaque whether the background is black or transparent
     */
    String of(List<Layer> layers, boolean isOpaque) {
      if (layers.isEmpty()) {
        return background(isOpaque);
      }
      PlacedStream bottom = stream(layers.getFirst(), isOpaque);
      boolean isSolid = !bottom.hasAlpha && layers.getFirst().opacity().isEmpty();
      String canvas;
      if (isSolid && bottom.size.equals(frame) && bottom.x == 0 && bottom.y == 0) {
        canvas = bottom.label;
      } else if (isSolid && isOpaque && isInside(bottom)) {
        canvas =
            chain(
                List.of(bottom.label),
                Filter.of(
                    "pad",
                    "width",
                    frame.width(),
                    "height",
                    frame.height(),
                    "x",
                    bottom.x,
                    "y",
                    bottom.y));
      } else {
        canvas = overlaid(background(isOpaque), bottom, isOpaque);
      }
      for (Layer layer : layers.subList(1, layers.size())) {
        canvas = overlaid(canvas, stream(layer, false), isOpaque);
      }
      return canvas;
    }

    private boolean isInside(PlacedStream stream) {
      return stream.x >= 0
          && stream.y >= 0
          && stream.x + stream.size.width() <= frame.width()
          && stream.y + stream.size.height() <= frame.height();
    }

    private String background(boolean isOpaque) {
      return isOpaque
          ? solid("#000000", frame)
          : generated("color", List.of("color", "black@0"), frame, "yuva420p");
    }

    private String overlaid(String canvas, PlacedStream stream, boolean isOpaque) {
      boolean isMoving = stream.moving != null;
      Filter overlay =
          Filter.of(
              "overlay",
              "x",
              stream.x,
              "y",
              y(stream),
              "format",
              // In 4:2:0 it would move by two lines at a time.
              isMoving ? "yuv444" : "yuv420");
      return isMoving
          ? chain(List.of(canvas, stream.label), overlay, format(isOpaque ? "yuv420p" : "yuva420p"))
          : chain(List.of(canvas, stream.label), overlay);
    }

    /** The y of an overlay, as an expression; the number of its first frame is 1. */
    private String y(PlacedStream stream) {
      return stream.moving == null
          ? Integer.toString(stream.y)
          : "round("
              + FilterExpressions.expression(stream.moving, "(n-0.5)", spec.rate().perSecond())
              + ")";
    }

    private String solid(String colour, FrameSize size) {
      return generated("color", List.of("color", "0x" + colour.substring(1)), size, "yuv420p");
    }

    /** The first frame of a source filter, in BT.709, held for the whole shot. */
    private String generated(
        String source, List<String> options, FrameSize size, String pixelFormat) {
      List<Object> all = new ArrayList<>(options);
      all.addAll(
          List.of("size", size.width() + "x" + size.height(), "rate", spec.rate().toString()));
      List<Filter> filters =
          new ArrayList<>(
              List.of(
                  Filter.of(source, all.toArray()),
                  Filter.of("trim", "end_frame", 1),
                  format(pixelFormat.equals("yuv420p") ? "gbrp" : "gbrap"),
                  Filter.of("scale", "out_color_matrix", "bt709", "out_range", "tv"),
                  format(pixelFormat),
                  Filter.of("setsar", "sar", 1),
                  HouseFormat.tagged()));
      filters.addAll(FilterExpressions.held(frames, spec.rate()));
      return chain(List.of(), filters);
    }

    private PlacedStream stream(Layer layer, boolean isBottom) {
      PlacedStream stream =
          switch (layer.content()) {
            case LayerContent.OfAsset content -> ofAsset(content, layer);
            case LayerContent.RasterizedText text ->
                new PlacedStream(
                    inputs.next(),
                    text.x(),
                    text.y().keys().getFirst().value().round().intValueExact(),
                    new FrameSize(text.width(), text.height()),
                    true,
                    text.y().isConstant() ? null : text.y());
            case LayerContent.SolidColour(String colour) -> {
              FitRect at = FitRect.of(layer.rectangle(), frame);
              yield new PlacedStream(solid(colour, at.size()), at.x(), at.y(), at.size(), false);
            }
            case LayerContent.ColourBars _ -> {
              FitRect at = FitRect.of(layer.rectangle(), frame);
              yield new PlacedStream(
                  generated("smptehdbars", List.of(), at.size(), "yuv420p"),
                  at.x(),
                  at.y(),
                  at.size(),
                  false);
            }
            case LayerContent.Group(List<Layer> inner) ->
                // Also where it is opaque: a fade needs an alpha channel.
                placed(chain(List.of(of(inner, false)), format("yuva420p")), layer, true);
            case LayerContent.TransitionContent transition ->
                placed(transition(transition, isBottom), layer, !isBottom);
          };
      return faded(moved(coloured(stream, layer.colour()), layer), layer.opacity());
    }

    /** The stream in a frame that an editor scales and moves; a whole frame then. */
    private PlacedStream moved(PlacedStream stream, Layer layer) {
      @Nullable CanvasPlace place = layer.canvas();
      if (place == null) {
        return stream;
      }
      int enlarged = layer.content() instanceof LayerContent.OfAsset ? MovedCanvas.OVERSAMPLING : 1;
      FitRect picture = new FitRect(stream.x, stream.y, stream.size, stream.size.times(enlarged));
      String label =
          chain(List.of(stream.label), MovedCanvas.filters(place, picture, frame, spec.rate()));
      return new PlacedStream(label, 0, 0, frame, true);
    }

    private PlacedStream placed(String canvas, Layer layer, boolean hasAlpha) {
      FitRect at = FitRect.of(layer.rectangle(), frame);
      String label =
          at.size().equals(frame)
              ? canvas
              : chain(List.of(canvas), FilterExpressions.scaled(at.size()));
      return new PlacedStream(label, at.x(), at.y(), at.size(), hasAlpha);
    }

    private PlacedStream ofAsset(LayerContent.OfAsset content, Layer layer) {
      FitRect placed = FitRect.of(content.stream(), layer, frame);
      FitRect at = layer.canvas() == null ? placed : placed.times(MovedCanvas.OVERSAMPLING);
      String label = inputs.next();
      boolean hasAlpha = PixelFormat.hasAlpha(content.stream().pixelFormat());
      if (!layer.zoom().equals(VideoTreatment.Zoom.NONE)) {
        label = chain(List.of(label), PanZoom.filters(layer.zoom(), frames, at.scaled()));
      }
      if (layer.fit() == VideoTreatment.Fit.COVER && !at.scaled().equals(at.size())) {
        label =
            chain(
                List.of(label), Filter.of("crop", "w", at.size().width(), "h", at.size().height()));
      }
      if (layer.fit() == VideoTreatment.Fit.BLURRED && !at.scaled().equals(at.size())) {
        label = blurred(label, at);
      }
      return new PlacedStream(label, placed.x(), placed.y(), placed.size(), hasAlpha);
    }

    /**
     * The stream on a blurred, covering copy of itself; the copy is blurred at an eighth of the
     * size to save time.
     */
    private String blurred(String label, FitRect at) {
      List<String> copies = split(label);
      FrameSize small = new FrameSize(at.size().width() / 8, at.size().height() / 8).even();
      FrameSize covering = FitRect.covering(at.scaled(), small);
      String behind =
          chain(
              List.of(copies.get(0)),
              FilterExpressions.scaled(covering),
              Filter.of("crop", "w", small.width(), "h", small.height()),
              // In proportion to the height, so that a preview looks like the film.
              Filter.of(
                  "gblur", "sigma", FilterExpressions.decimal(Fraction.of(small.height(), 16))),
              FilterExpressions.scaled(at.size()));
      return chain(
          List.of(behind, copies.get(1)),
          Filter.of("overlay", "x", "(W-w)/2", "y", "(H-h)/2", "format", "yuv420"));
    }

    private PlacedStream coloured(PlacedStream stream, VideoTreatment.Colour colour) {
      if (colour.equals(VideoTreatment.Colour.NEUTRAL)) {
        return stream;
      }
      Filter grade =
          Filter.of(
              "eq",
              "brightness",
              FilterExpressions.decimal(colour.brightness()),
              "contrast",
              FilterExpressions.decimal(colour.contrast()),
              "saturation",
              FilterExpressions.decimal(colour.saturation()),
              "gamma",
              FilterExpressions.decimal(colour.gamma()));
      if (!stream.hasAlpha) {
        return new PlacedStream(
            chain(List.of(stream.label), grade), stream.x, stream.y, stream.size, false);
      }
      List<String> copies = split(stream.label);
      String alpha = chain(List.of(copies.get(0)), Filter.of("alphaextract"));
      String graded = chain(List.of(copies.get(1)), format("yuv420p"), grade);
      return stream.over(chain(List.of(graded, alpha), Filter.of("alphamerge")));
    }

    private PlacedStream faded(PlacedStream stream, List<Curve> opacity) {
      if (opacity.isEmpty()) {
        return stream;
      }
      if (opacity.stream().allMatch(Curve::isConstant)) {
        Fraction product =
            opacity.stream()
                .map(curve -> curve.keys().getFirst().value())
                .reduce(Fraction.ONE, Fraction::times);
        return stream.over(
            chain(
                List.of(stream.label),
                format("yuva420p"),
                Filter.of("lutyuv", "a", "round(val*" + FilterExpressions.decimal(product) + ")")));
      }
      String mask = mask(stream.size, opacity);
      if (!stream.hasAlpha) {
        return stream.over(chain(List.of(stream.label, mask), Filter.of("alphamerge")));
      }
      List<String> copies = split(stream.label);
      String alpha = chain(List.of(copies.get(0)), Filter.of("alphaextract"));
      String both = chain(List.of(alpha, mask), Filter.of("blend", "all_mode", "multiply"));
      return stream.over(chain(List.of(copies.get(1), both), Filter.of("alphamerge")));
    }

    /** An opacity that changes with each frame, as a grey mask of four pixels that is scaled up. */
    private String mask(FrameSize size, List<Curve> opacity) {
      List<Filter> filters =
          new ArrayList<>(
              List.of(
                  Filter.of("color", "color", "black", "size", "2x2", "rate", spec.rate()),
                  format("gray"),
                  Filter.of(
                      "geq",
                      "lum",
                      "round(255*" + FilterExpressions.product(opacity, spec.rate()) + ")"),
                  Filter.of(
                      "scale", "w", size.width(), "h", size.height(), "flags", "neighbor+bitexact"),
                  Filter.of("trim", "end_frame", frames)));
      filters.addAll(numbered());
      return chain(List.of(), filters);
    }

    private String transition(LayerContent.TransitionContent transition, boolean isOpaque) {
      Xfade xfade = new Xfade(transition, isOpaque, spec.rate());
      String before = chain(List.of(of(transition.before().layers(), isOpaque)), xfade.input());
      String after = chain(List.of(of(transition.after().layers(), isOpaque)), xfade.input());
      return chain(
          xfade.isForward() ? List.of(before, after) : List.of(after, before), xfade.mix(frames));
    }
  }
}
