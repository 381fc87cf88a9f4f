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
 * Tells who is in the picture: how large, how opaque, and how much of it is seen behind what covers
 * it, in every stretch in which all of that changes evenly or not at all.
 */
public final class PictureLineage {

  /** Of {@link EvenSpan#work}: a minute or so. */
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
   * Tells of a shot.
   *
   * @param first its first frame in the output
   * @param layers all that are there, covered or not
   * @throws Refused if their shares are more than can be worked out
   */
  public void add(long first, long frames, List<Layer> layers) throws Refused {
    RationalTime begins = RationalTime.ofFrames(first, rate);
    RationalTime length = RationalTime.ofFrames(frames, rate);
    NavigableSet<RationalTime> breakpoints = new TreeSet<>(List.of(RationalTime.ZERO, length));
    layers.forEach(layer -> breakpoints(layer, breakpoints));
    List<RationalTime> ends =
        List.copyOf(breakpoints.subSet(RationalTime.ZERO, false, length, true));
    // All of it first: whoever asks for too much is not to wait for the answer.
    RationalTime from = RationalTime.ZERO;
    for (RationalTime to : ends) {
      EvenSpan stretch = new EvenSpan(begins, from, to);
      work += stretch.work(stretch.over(layers, Box.WHOLE, List.of()));
      if (work > MAX_WORK) {
        throw new Refused(
            FailureCode.UNSUPPORTED_TIMELINE,
            "Up to "
                + stretch.out.end().toClock()
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
    switch (layer.picture()) {
      case LayerContent.Video moving -> {
        addFrame(moving.retime().begins(), breakpoints);
        addFrame(moving.retime().ends(), breakpoints);
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

  private void addFrame(long shown, NavigableSet<RationalTime> breakpoints) {
    RationalTime at = new RationalTime(Fraction.of(shown).dividedBy(rate.perSecond()));
    breakpoints.add(at);
  }

  /** A stretch in which everything is even; times count from the shot's start. */
  private final class EvenSpan {
    private final RationalTime from;
    private final RationalTime to;
    private final Interval out;
    private final List<Leaf> leaves = new ArrayList<>();

    /** What stands at the end of a branch. */
    private record Leaf(LayerContent picture, Box box, List<Ramp> weight) {}

    EvenSpan(RationalTime begins, RationalTime from, RationalTime to) {
      this.from = from;
      this.to = to;
      this.out = new Interval(begins.plus(from), begins.plus(to));
    }

    /** About what it takes: cells of the frame, each pair of pictures, and how they change. */
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
        tell(leaves.get(i), i, seen);
      }
      if (background.signum() != 0) {
        lineage.generated(Medium.VIDEO, out, Generated.BLACK, background);
      }
    }

    private void tell(Leaf leaf, int layer, Fraction visible) {
      switch (leaf.picture) {
        case LayerContent.OfAsset shown ->
            lineage.use(layer, out, shown.asset(), source(shown), leaf.box, leaf.weight, visible);
        case LayerContent.SolidColour(String colour) ->
            lineage.generated(
                Medium.VIDEO,
                out,
                colour.equals("#000000") ? Generated.BLACK : Generated.COLOUR,
                visible);
        case LayerContent.ColourBars _ ->
            lineage.generated(Medium.VIDEO, out, Generated.BARS, visible);
        // Letters are small beside their box: they take nothing from whom they stand before.
        case LayerContent.RasterizedText _ ->
            lineage.generated(Medium.VIDEO, out, Generated.TEXT, Fraction.ZERO);
        case LayerContent.Group _, LayerContent.TransitionContent _ ->
            throw new IllegalStateException("a branch is no leaf");
      }
    }

    private Interval source(LayerContent.OfAsset shown) {
      if (!(shown instanceof LayerContent.Video moving)) {
        return new Interval(RationalTime.ZERO, RationalTime.ZERO);
      }
      Retime retime = moving.retime();
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
          switch (layer.picture()) {
            case LayerContent.OfAsset shown ->
                leaf(
                    shown,
                    box(FitRect.of(shown.stream(), layer, frame), within),
                    all,
                    PixelFormat.hasAlpha(shown.stream().pixelFormat()));
            case LayerContent.SolidColour _, LayerContent.ColourBars _ ->
                leaf(
                    layer.picture(), box(FitRect.of(layer.rectangle(), frame), within), all, false);
            case LayerContent.RasterizedText lettered -> {
              leaves.add(new Leaf(lettered, within, all));
              yield new OcclusionTree.Over(List.of());
            }
            case LayerContent.Group(List<Layer> inner) -> over(inner, group(layer, within), all);
            case LayerContent.TransitionContent transition -> {
              Ramp progress = ramp(transition.progress());
              Ramp rest =
                  new Ramp(
                      Fraction.ONE.minus(progress.start()), Fraction.ONE.minus(progress.end()));
              Box box = group(layer, within);
              yield new OcclusionTree.CrossFade(
                  progress,
                  over(transition.before().layers(), box, and(all, rest)),
                  over(transition.after().layers(), box, and(all, progress)));
            }
          };
      return own.isEmpty() ? scene : new OcclusionTree.Faded(own, scene);
    }

    private Box group(Layer layer, Box within) {
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
