package io.patchwork.worker.attribution;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.OcclusionTree;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.worker.composition.FitRect;
import io.patchwork.worker.composition.Layer;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.composition.Retime;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.PixelFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Adds what the video shows, assets and generated pictures alike, to a lineage, with the visible
 * share of each per span of linear change.
 */
public final class PictureLineage {

  /** In units of {@link EvenSpan#work}; takes about a minute. */
  private static final long MAX_WORK = 300_000_000;

  private final LineageBuilder lineage;
  private final FrameRate rate;
  private final FrameSize frame;
  private long work;

  public PictureLineage(LineageBuilder lineage, FrameRate rate, FrameSize frame) {
    this.lineage = lineage;
    this.rate = rate;
    this.frame = frame;
  }

  /**
   * Adds the uses of a range of frames.
   *
   * @param first its first frame in the output
   * @param layers all layers, covered ones included
   * @throws Refused if the visible shares take too long to compute
   */
  public void add(long first, long frames, List<Layer> layers) throws Refused {
    RationalTime begins = RationalTime.ofFrames(first, rate);
    RationalTime length = RationalTime.ofFrames(frames, rate);
    NavigableSet<RationalTime> breakpoints = new TreeSet<>(List.of(RationalTime.ZERO, length));
    layers.forEach(layer -> breakpoints(layer, breakpoints));
    List<RationalTime> ends =
        List.copyOf(breakpoints.subSet(RationalTime.ZERO, false, length, true));
    // The work of all spans first, so that too much is refused at once.
    RationalTime from = RationalTime.ZERO;
    for (RationalTime to : ends) {
      EvenSpan span = new EvenSpan(begins, from, to);
      work += span.work(span.over(layers, Box.WHOLE, List.of()));
      if (work > MAX_WORK) {
        throw new Refused(
            FailureCode.UNSUPPORTED_TIMELINE,
            "Up to "
                + span.out.end().toClock()
                + " so many pictures with so many keys lie over each other that their shares cannot"
                + " be worked out; render some of them first, or give them fewer keys.");
      }
      from = to;
    }
    from = RationalTime.ZERO;
    for (RationalTime to : ends) {
      new EvenSpan(begins, from, to).add(layers);
      from = to;
    }
  }

  private void breakpoints(Layer layer, NavigableSet<RationalTime> breakpoints) {
    layer.opacity().forEach(curve -> breakpoints.addAll(curve.breakpoints()));
    switch (layer.content()) {
      case LayerContent.Video video -> {
        addFrame(video.retime().begins(), breakpoints);
        addFrame(video.retime().ends(), breakpoints);
      }
      case LayerContent.Still _,
          LayerContent.RasterizedText _,
          LayerContent.SolidColour _,
          LayerContent.ColourBars _ -> {}
      case LayerContent.Group(List<Layer> inner) ->
          inner.forEach(each -> breakpoints(each, breakpoints));
      case LayerContent.TransitionContent transition -> {
        breakpoints.addAll(transition.progress().breakpoints());
        transition.before().layers().forEach(each -> breakpoints(each, breakpoints));
        transition.after().layers().forEach(each -> breakpoints(each, breakpoints));
      }
    }
  }

  private void addFrame(long frameNumber, NavigableSet<RationalTime> breakpoints) {
    RationalTime at = new RationalTime(Fraction.of(frameNumber).dividedBy(rate.perSecond()));
    breakpoints.add(at);
  }

  /** A span in which everything changes linearly; times count from the shot's start. */
  private final class EvenSpan {
    private final RationalTime from;
    private final RationalTime to;
    private final Interval out;
    private final List<Leaf> leaves = new ArrayList<>();

    /** A layer without children. */
    private record Leaf(LayerContent content, Box box, List<Ramp> weight) {}

    EvenSpan(RationalTime begins, RationalTime from, RationalTime to) {
      this.from = from;
      this.to = to;
      this.out = new Interval(begins.plus(from), begins.plus(to));
    }

    /** Estimated work: cells of the frame, pairs of layers, and changing weights. */
    long work(OcclusionTree scene) {
      long pictures = leaves.size();
      long changing =
          leaves.stream()
              .flatMap(leaf -> leaf.weight.stream())
              .filter(ramp -> !ramp.start().equals(ramp.end()))
              .count();
      return OcclusionTree.cells(scene) * pictures * pictures * (1 + changing);
    }

    void add(List<Layer> layers) {
      Map<Integer, Fraction> visible = OcclusionTree.visible(over(layers, Box.WHOLE, List.of()));
      Fraction background = Fraction.ONE;
      for (int i = 0; i < leaves.size(); i++) {
        Fraction seen = visible.getOrDefault(i, Fraction.ZERO);
        background = background.minus(seen);
        addUse(leaves.get(i), i, seen);
      }
      if (background.signum() != 0) {
        lineage.generated(Medium.VIDEO, out, Generated.BLACK, background);
      }
    }

    private void addUse(Leaf leaf, int layer, Fraction visible) {
      switch (leaf.content) {
        case LayerContent.OfAsset content ->
            lineage.use(
                layer, out, content.asset(), source(content), leaf.box, leaf.weight, visible);
        case LayerContent.SolidColour(String colour) ->
            lineage.generated(
                Medium.VIDEO,
                out,
                colour.equals("#000000") ? Generated.BLACK : Generated.COLOUR,
                visible);
        case LayerContent.ColourBars _ ->
            lineage.generated(Medium.VIDEO, out, Generated.BARS, visible);
        // Text covers little of its box, so it takes no share from the layers below.
        case LayerContent.RasterizedText _ ->
            lineage.generated(Medium.VIDEO, out, Generated.TEXT, Fraction.ZERO);
        case LayerContent.Group _, LayerContent.TransitionContent _ ->
            throw new IllegalStateException("a branch is no leaf");
      }
    }

    private Interval source(LayerContent.OfAsset content) {
      if (!(content instanceof LayerContent.Video video)) {
        return new Interval(RationalTime.ZERO, RationalTime.ZERO);
      }
      Retime retime = video.retime();
      Fraction first = from.seconds().times(rate.perSecond());
      Fraction last = to.seconds().times(rate.perSecond());
      boolean isHeld =
          retime.isFreeze()
              || first.compareTo(Fraction.of(retime.begins())) < 0
              || first.compareTo(Fraction.of(retime.ends())) >= 0;
      if (isHeld) {
        RationalTime still = retime.start(retime.frame(first.floor().longValueExact()));
        return new Interval(still, still);
      }
      return new Interval(retime.time(first), retime.time(last));
    }

    private OcclusionTree over(List<Layer> layers, Box within, List<Ramp> weight) {
      return new OcclusionTree.Over(
          layers.stream().map(layer -> scene(layer, within, weight)).toList());
    }

    private OcclusionTree scene(Layer layer, Box within, List<Ramp> weight) {
      List<Ramp> own = layer.opacity().stream().map(this::ramp).toList();
      List<Ramp> all = new ArrayList<>(weight);
      all.addAll(own);
      OcclusionTree scene =
          switch (layer.content()) {
            case LayerContent.OfAsset content ->
                leaf(
                    content,
                    box(FitRect.of(content.stream(), layer, frame), within),
                    all,
                    PixelFormat.hasAlpha(content.stream().pixelFormat()));
            case LayerContent.SolidColour _, LayerContent.ColourBars _ ->
                leaf(
                    layer.content(), box(FitRect.of(layer.rectangle(), frame), within), all, false);
            case LayerContent.RasterizedText text -> {
              leaves.add(new Leaf(text, within, all));
              yield new OcclusionTree.Over(List.of());
            }
            case LayerContent.Group(List<Layer> inner) -> over(inner, boxOf(layer, within), all);
            case LayerContent.TransitionContent transition -> {
              Ramp progress = ramp(transition.progress());
              Ramp rest =
                  new Ramp(
                      Fraction.ONE.minus(progress.start()), Fraction.ONE.minus(progress.end()));
              Box box = boxOf(layer, within);
              yield new OcclusionTree.CrossFade(
                  progress,
                  over(transition.before().layers(), box, and(all, rest)),
                  over(transition.after().layers(), box, and(all, progress)));
            }
          };
      return own.isEmpty() ? scene : new OcclusionTree.Faded(own, scene);
    }

    private Box boxOf(Layer layer, Box within) {
      return box(FitRect.of(layer.rectangle(), frame), within);
    }

    private static List<Ramp> and(List<Ramp> ramps, Ramp another) {
      List<Ramp> all = new ArrayList<>(ramps);
      all.add(another);
      return all;
    }

    private OcclusionTree leaf(
        LayerContent picture, Box box, List<Ramp> weight, boolean isSeenThrough) {
      leaves.add(new Leaf(picture, box, weight));
      return new OcclusionTree.Leaf(leaves.size() - 1, box, isSeenThrough);
    }

    private Box box(FitRect fitting, Box within) {
      Rectangle part = fitting.inFractions(frame);
      return within.part(new Box(part.x(), part.y(), part.right(), part.bottom())).and(within);
    }

    private Ramp ramp(Curve curve) {
      return new Ramp(curve.at(from), curve.at(to));
    }
  }
}
