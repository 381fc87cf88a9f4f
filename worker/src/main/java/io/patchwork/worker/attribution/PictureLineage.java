package io.patchwork.worker.attribution;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Scene;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.worker.edit.Fitting;
import io.patchwork.worker.edit.Layer;
import io.patchwork.worker.edit.Motion;
import io.patchwork.worker.edit.Picture;
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

  /** Of {@link Stretch#work}: a minute or so. */
  private static final long MOST_WORK = 300_000_000;

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
    NavigableSet<RationalTime> corners = new TreeSet<>(List.of(RationalTime.ZERO, length));
    layers.forEach(layer -> corners(layer, corners));
    List<RationalTime> ends = List.copyOf(corners.subSet(RationalTime.ZERO, false, length, true));
    // All of it first: whoever asks for too much is not to wait for the answer.
    RationalTime from = RationalTime.ZERO;
    for (RationalTime to : ends) {
      Stretch stretch = new Stretch(begins, from, to);
      work += stretch.work(stretch.over(layers, Box.WHOLE, List.of()));
      if (work > MOST_WORK) {
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
      new Stretch(begins, from, to).add(layers);
      from = to;
    }
  }

  private void corners(Layer layer, NavigableSet<RationalTime> corners) {
    layer.opacity().forEach(curve -> corners.addAll(curve.corners()));
    switch (layer.picture()) {
      case Picture.Moving moving -> {
        addFrame(moving.motion().begins(), corners);
        addFrame(moving.motion().ends(), corners);
      }
      case Picture.Still _, Picture.Lettered _, Picture.Solid _, Picture.Bars _ -> {}
      case Picture.Layered(List<Layer> inner) -> inner.forEach(each -> corners(each, corners));
      case Picture.Crossing crossing -> {
        corners.addAll(crossing.progress().corners());
        crossing.before().layers().forEach(each -> corners(each, corners));
        crossing.after().layers().forEach(each -> corners(each, corners));
      }
    }
  }

  private void addFrame(long shown, NavigableSet<RationalTime> corners) {
    RationalTime at = new RationalTime(Fraction.of(shown).dividedBy(rate.perSecond()));
    corners.add(at);
  }

  /** A stretch in which everything is even; times count from the shot's start. */
  private final class Stretch {
    private final RationalTime from;
    private final RationalTime to;
    private final Interval out;
    private final List<Leaf> leaves = new ArrayList<>();

    /** What stands at the end of a branch. */
    private record Leaf(Picture picture, Box box, List<Ramp> weight) {}

    Stretch(RationalTime begins, RationalTime from, RationalTime to) {
      this.from = from;
      this.to = to;
      this.out = new Interval(begins.plus(from), begins.plus(to));
    }

    /** About what it takes: cells of the frame, each pair of pictures, and how they change. */
    long work(Scene scene) {
      long pictures = leaves.size();
      long changing =
          leaves.stream()
              .flatMap(leaf -> leaf.weight.stream())
              .filter(ramp -> !ramp.start().equals(ramp.end()))
              .count();
      return Scene.cells(scene) * pictures * pictures * (1 + changing);
    }

    void add(List<Layer> layers) {
      Map<Integer, Fraction> visible = Scene.visible(over(layers, Box.WHOLE, List.of()));
      Fraction background = Fraction.ONE;
      for (int i = 0; i < leaves.size(); i++) {
        Fraction seen = visible.getOrDefault(i, Fraction.ZERO);
        background = background.minus(seen);
        tell(leaves.get(i), i, seen);
      }
      if (background.signum() != 0) {
        lineage.generated(Medium.PICTURE, out, Generated.BLACK, background);
      }
    }

    private void tell(Leaf leaf, int layer, Fraction visible) {
      switch (leaf.picture) {
        case Picture.OfAsset shown ->
            lineage.use(layer, out, shown.asset(), source(shown), leaf.box, leaf.weight, visible);
        case Picture.Solid(String colour) ->
            lineage.generated(
                Medium.PICTURE,
                out,
                colour.equals("#000000") ? Generated.BLACK : Generated.COLOUR,
                visible);
        case Picture.Bars _ -> lineage.generated(Medium.PICTURE, out, Generated.BARS, visible);
        // Letters are small beside their box: they take nothing from whom they stand before.
        case Picture.Lettered _ ->
            lineage.generated(Medium.PICTURE, out, Generated.TEXT, Fraction.ZERO);
        case Picture.Layered _, Picture.Crossing _ ->
            throw new IllegalStateException("a branch is no leaf");
      }
    }

    private Interval source(Picture.OfAsset shown) {
      if (!(shown instanceof Picture.Moving moving)) {
        return new Interval(RationalTime.ZERO, RationalTime.ZERO);
      }
      Motion motion = moving.motion();
      Fraction first = from.seconds().times(rate.perSecond());
      Fraction last = to.seconds().times(rate.perSecond());
      boolean isHeld =
          motion.stands()
              || first.compareTo(Fraction.of(motion.begins())) < 0
              || first.compareTo(Fraction.of(motion.ends())) >= 0;
      if (isHeld) {
        RationalTime still = motion.start(motion.frame(first.floor().longValueExact()));
        return new Interval(still, still);
      }
      return new Interval(motion.time(first), motion.time(last));
    }

    private Scene over(List<Layer> layers, Box within, List<Ramp> weight) {
      return new Scene.Over(layers.stream().map(layer -> scene(layer, within, weight)).toList());
    }

    private Scene scene(Layer layer, Box within, List<Ramp> weight) {
      List<Ramp> own = layer.opacity().stream().map(this::ramp).toList();
      List<Ramp> all = new ArrayList<>(weight);
      all.addAll(own);
      Scene scene =
          switch (layer.picture()) {
            case Picture.OfAsset shown ->
                leaf(
                    shown,
                    box(Fitting.of(shown.stream(), layer, frame), within),
                    all,
                    PixelFormat.hasAlpha(shown.stream().pixelFormat()));
            case Picture.Solid _, Picture.Bars _ ->
                leaf(
                    layer.picture(), box(Fitting.of(layer.rectangle(), frame), within), all, false);
            case Picture.Lettered lettered -> {
              leaves.add(new Leaf(lettered, within, all));
              yield new Scene.Over(List.of());
            }
            case Picture.Layered(List<Layer> inner) -> over(inner, group(layer, within), all);
            case Picture.Crossing crossing -> {
              Ramp progress = ramp(crossing.progress());
              Ramp rest =
                  new Ramp(
                      Fraction.ONE.minus(progress.start()), Fraction.ONE.minus(progress.end()));
              Box box = group(layer, within);
              yield new Scene.Crossing(
                  progress,
                  over(crossing.before().layers(), box, and(all, rest)),
                  over(crossing.after().layers(), box, and(all, progress)));
            }
          };
      return own.isEmpty() ? scene : new Scene.Faded(own, scene);
    }

    private Box group(Layer layer, Box within) {
      return box(Fitting.of(layer.rectangle(), frame), within);
    }

    private static List<Ramp> and(List<Ramp> ramps, Ramp another) {
      List<Ramp> all = new ArrayList<>(ramps);
      all.add(another);
      return all;
    }

    private Scene leaf(Picture picture, Box box, List<Ramp> weight, boolean isSeenThrough) {
      leaves.add(new Leaf(picture, box, weight));
      return new Scene.Part(leaves.size() - 1, box, isSeenThrough);
    }

    private Box box(Fitting fitting, Box within) {
      Rectangle part = fitting.inFractions(frame);
      return within.part(new Box(part.x(), part.y(), part.right(), part.bottom())).and(within);
    }

    private Ramp ramp(Curve curve) {
      return new Ramp(curve.at(from), curve.at(to));
    }
  }
}
