package io.patchwork.worker.attribution;

import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.MeasuredAlpha;
import io.patchwork.schema.lineage.PictureAlpha;
import io.patchwork.schema.lineage.Ramp;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.Rectangle;
import io.patchwork.schema.timeline.VideoTreatment;
import io.patchwork.worker.attribution.ancestry.OcclusionTree;
import io.patchwork.worker.composition.CanvasPlace;
import io.patchwork.worker.composition.ExactFit;
import io.patchwork.worker.composition.Layer;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.ffmpeg.PixelFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a shot during a span of it as a tree of boxes. What moves is held: alpha at its
 * mean, a zoom and a roll where they are in the span's middle. Times count from the shot's start.
 */
final class ShotScene {

  private static final Fraction GRID = Fraction.of(1L << 16);

  private final ShotAlpha alpha;
  private final RationalTime from;
  private final RationalTime to;
  private final RationalTime held;
  private final List<Leaf> leaves = new ArrayList<>();
  private final List<Shown> shown = new ArrayList<>();
  private final TreeSet<Long> alphaChanges = new TreeSet<>();
  private final OcclusionTree tree;
  private final boolean isCoarse;
  private boolean hasMotion;
  private boolean isPanned;
  private int movingAlphas;

  /**
   * A layer without children.
   *
   * @param evidence the measurement of its alpha; null where there is none
   */
  record Leaf(
      LayerContent content,
      Box box,
      List<Ramp> weight,
      String method,
      @Nullable MeasuredAlpha evidence) {}

  /**
   * A picture of a layer; a layer on a blurred copy of itself has two.
   *
   * @param leaf the layer's number
   * @param picture where all of it would lie in the frame, before anything cuts it
   */
  record Shown(int leaf, Box picture) {}

  /** Where a group's frame lies in the output's, and what of it is seen. */
  private record Canvas(Box place, Box clip) {
    static final Canvas WHOLE = new Canvas(Box.WHOLE, Box.WHOLE);

    /** The place of a rectangle in fractions of this canvas. */
    Box placed(Rectangle part) {
      return place.part(new Box(part.x(), part.y(), part.right(), part.bottom()));
    }

    Canvas within(Rectangle part) {
      Box inner = placed(part);
      return new Canvas(inner, inner.and(clip));
    }
  }

  /**
   * The layers from a time to another.
   *
   * @param isCoarse whether each picture has its mean alpha everywhere
   */
  ShotScene(
      ShotAlpha alpha, RationalTime from, RationalTime to, List<Layer> layers, boolean isCoarse) {
    this(alpha, from, to, from.plus(to).times(Fraction.of(1, 2)), layers, isCoarse);
  }

  /** The same with what moves held where it is at another time. */
  ShotScene(
      ShotAlpha alpha,
      RationalTime from,
      RationalTime to,
      RationalTime held,
      List<Layer> layers,
      boolean isCoarse) {
    this.alpha = alpha;
    this.from = from;
    this.to = to;
    this.held = held;
    this.isCoarse = isCoarse;
    this.tree = over(layers, Canvas.WHOLE, List.of());
  }

  RationalTime from() {
    return from;
  }

  RationalTime to() {
    return to;
  }

  OcclusionTree tree() {
    return tree;
  }

  /** The layers without children. */
  List<Leaf> leaves() {
    return leaves;
  }

  /** The pictures of the layers; parts of the tree are their numbers. */
  List<Shown> shown() {
    return shown;
  }

  /**
   * Where all of a layer's picture would lie; that of the layer itself, not of its blurred copy.
   */
  Box picture(int leaf) {
    Box last = Box.WHOLE;
    for (Shown each : shown) {
      last = each.leaf == leaf ? each.picture : last;
    }
    return last;
  }

  /** The number of weights that change. */
  long changing() {
    return leaves.stream()
        .flatMap(leaf -> leaf.weight.stream())
        .filter(ramp -> !ramp.start().equals(ramp.end()))
        .count();
  }

  /**
   * Whether the shares at the mean of what moves are not their mean: shares are linear in one
   * alpha, and in nothing else.
   */
  boolean needsPieces() {
    return hasMotion || movingAlphas > 1 || (movingAlphas == 1 && changing() > 0);
  }

  /** Whether a picture with alpha, or the frame of one, changes its place. */
  boolean hasMotion() {
    return hasMotion;
  }

  /** Whether any picture or frame of one moves or is scaled, which may change no share. */
  boolean isPanned() {
    return isPanned;
  }

  /** The frames inside of the span from which an alpha is another. */
  List<Long> alphaChanges() {
    return List.copyOf(alphaChanges);
  }

  private OcclusionTree over(List<Layer> layers, Canvas canvas, List<Ramp> weight) {
    return new OcclusionTree.Over(
        layers.stream().map(layer -> scene(layer, canvas, weight)).toList());
  }

  private OcclusionTree scene(Layer layer, Canvas outer, List<Ramp> weight) {
    Canvas canvas = moved(layer, outer);
    List<Ramp> own = layer.opacity().stream().map(this::ramp).toList();
    List<Ramp> all = new ArrayList<>(weight);
    all.addAll(own);
    OcclusionTree scene =
        switch (layer.content()) {
          case LayerContent.OfAsset content -> picture(content, layer, canvas, all);
          case LayerContent.SolidColour _, LayerContent.ColourBars _ ->
              leaf(
                  new Leaf(
                      layer.content(),
                      canvas.within(layer.rectangle()).clip,
                      all,
                      Use.RENDERED,
                      null),
                  canvas.placed(layer.rectangle()),
                  PictureAlpha.OPAQUE);
          case LayerContent.RasterizedText text -> text(text, canvas, all);
          case LayerContent.Group(List<Layer> inner) ->
              over(inner, canvas.within(layer.rectangle()), all);
          case LayerContent.TransitionContent transition ->
              transition(transition, canvas.within(layer.rectangle()), all);
        };
    return own.isEmpty() ? scene : new OcclusionTree.Faded(own, scene);
  }

  /** The canvas of a layer whose frame an editor scales and moves, where it is held. */
  private Canvas moved(Layer layer, Canvas outer) {
    @Nullable CanvasPlace place = layer.canvas();
    if (place == null) {
      return outer;
    }
    if (place.isConstant()) {
      return outer.within(place.at(RationalTime.ZERO));
    }
    hasMotion = true;
    isPanned = true;
    Rectangle there = place.at(held);
    return outer.within(
        new Rectangle(
            onGrid(there.x()), onGrid(there.y()), onGrid(there.width()), onGrid(there.height())));
  }

  /** The nearest multiple of 2⁻¹⁶, so that moving edges do not become ever longer fractions. */
  private static Fraction onGrid(Fraction edge) {
    return new Fraction(edge.times(GRID).round(), GRID.numerator());
  }

  /** A transition as it is drawn: backwards where its progress falls, with its sides exchanged. */
  private OcclusionTree transition(
      LayerContent.TransitionContent transition, Canvas canvas, List<Ramp> weight) {
    DrawnTransition drawn = DrawnTransition.of(transition);
    Ramp in = ramp(drawn.progress());
    return switch (drawn.course()) {
      case TransitionCourse.Divided(TransitionCourse.Lines incoming) -> {
        Ramp share = incoming.along(in);
        Sides sides = sides(drawn, canvas, weight, List.of(onePlus(share, -1)), List.of(share));
        yield new OcclusionTree.CrossFade(share, sides.outgoing, sides.incoming);
      }
      case TransitionCourse.IntoCorner() -> {
        Ramp out = onePlus(in, -1);
        Sides sides = sides(drawn, canvas, weight, List.of(out, out), List.of(in, onePlus(out, 1)));
        yield new OcclusionTree.CrossFade(
            in, new OcclusionTree.CrossFade(in, sides.outgoing, sides.incoming), sides.incoming);
      }
      case TransitionCourse.OnBlack course -> {
        List<Ramp> share = course.share(in);
        LayerContent.Group side =
            drawn.isBeforeMiddle(from, alpha) ? drawn.outgoing() : drawn.incoming();
        OcclusionTree scene = over(side.layers(), canvas, and(weight, share));
        OcclusionTree black =
            leaf(
                new Leaf(LayerContent.SolidColour.BLACK, canvas.clip, weight, Use.RENDERED, null),
                canvas.place,
                PictureAlpha.OPAQUE);
        for (Ramp factor : share) {
          scene = new OcclusionTree.CrossFade(factor, black, scene);
        }
        yield scene;
      }
    };
  }

  /** Both sides of a transition, as it is drawn. */
  private record Sides(OcclusionTree outgoing, OcclusionTree incoming) {}

  /** The trees of both sides; layers count in the order of the document. */
  private Sides sides(
      DrawnTransition drawn,
      Canvas canvas,
      List<Ramp> weight,
      List<Ramp> outgoing,
      List<Ramp> incoming) {
    if (drawn.isForward()) {
      OcclusionTree before = over(drawn.outgoing().layers(), canvas, and(weight, outgoing));
      return new Sides(before, over(drawn.incoming().layers(), canvas, and(weight, incoming)));
    }
    OcclusionTree before = over(drawn.incoming().layers(), canvas, and(weight, incoming));
    return new Sides(over(drawn.outgoing().layers(), canvas, and(weight, outgoing)), before);
  }

  private static Ramp onePlus(Ramp ramp, int sign) {
    Fraction factor = Fraction.of(sign);
    return new Ramp(
        Fraction.ONE.plus(ramp.start().times(factor)), Fraction.ONE.plus(ramp.end().times(factor)));
  }

  private OcclusionTree picture(
      LayerContent.OfAsset content, Layer layer, Canvas canvas, List<Ramp> weight) {
    ExactFit fit = ExactFit.of(content.stream(), layer, zoom(layer), alpha.frameAspect());
    Box box = canvas.within(fit.filled()).clip;
    boolean isZoomed = !layer.zoom().from().equals(layer.zoom().to());
    isPanned |= isZoomed;
    if (!PixelFormat.hasAlpha(content.stream().pixelFormat())) {
      hasMotion |= isZoomed && alpha.isFilm(content);
      return leaf(
          new Leaf(content, box, weight, Use.RENDERED, null),
          canvas,
          fit,
          picture -> PictureAlpha.OPAQUE);
    }
    Optional<AlphaMeasurements.OfAsset> measured = alpha.measurements().asset(content.sha256());
    Optional<AlphaFrames> frames = alpha.frames(content);
    if (measured.isEmpty() || frames.isEmpty()) {
      return leaf(
          new Leaf(content, box, weight, Use.ASSUMED, null),
          canvas.placed(fit.picture()),
          PictureAlpha.UNMEASURED);
    }
    hasMotion |= isZoomed;
    Fraction start = alpha.inFrames(from);
    Fraction end = alpha.inFrames(to);
    List<Long> changes =
        frames.get().changes().stream()
            .filter(each -> start.compareTo(Fraction.of(each)) < 0)
            .filter(each -> Fraction.of(each).compareTo(end) < 0)
            .toList();
    if (!changes.isEmpty()) {
      movingAlphas += fit.blur() == null ? 1 : 2;
    }
    alphaChanges.addAll(changes);
    PictureAlpha.Cells mean = frames.get().mean(start, end);
    return leaf(
        new Leaf(content, box, weight, Use.MEASURED, measured.get().evidence()),
        canvas,
        fit,
        picture -> placed(mean, picture));
  }

  /** A layer where it fits, on its blurred copy if it has one. */
  private OcclusionTree leaf(
      Leaf leaf, Canvas canvas, ExactFit fit, Function<Box, PictureAlpha> opacity) {
    Box picture = canvas.placed(fit.picture());
    ExactFit blur = fit.blur();
    if (blur == null) {
      return leaf(leaf, picture, opacity.apply(picture));
    }
    // Blurring moves alpha by less than a cell or two, and keeps how much there is.
    Box blurred = canvas.placed(blur.picture());
    OcclusionTree copy = leaf(leaf, blurred, opacity.apply(blurred));
    shown.add(new Shown(leaves.size() - 1, picture));
    Box box = canvas.within(fit.shown()).clip;
    OcclusionTree sharp = new OcclusionTree.Leaf(shown.size() - 1, box, opacity.apply(picture));
    return new OcclusionTree.Over(List.of(copy, sharp));
  }

  /** The part of a picture that a zoom shows where it is held. */
  private Rectangle zoom(Layer layer) {
    VideoTreatment.Zoom zoom = layer.zoom();
    return zoom.from().equals(zoom.to()) ? zoom.from() : zoom.at(alpha.progress(held));
  }

  /** A text that nobody measured takes no share from what it is drawn on. */
  private OcclusionTree text(LayerContent.RasterizedText text, Canvas canvas, List<Ramp> weight) {
    Optional<AlphaMeasurements.OfText> measured = alpha.measurements().text(text.sha256());
    if (measured.isEmpty()) {
      leaves.add(new Leaf(text, canvas.clip, weight, Use.RENDERED, null));
      return new OcclusionTree.Over(List.of());
    }
    hasMotion |= !text.y().isConstant();
    Rectangle exact =
        measured.get().boxes().get(new AlphaMeasurements.Corner(text.x(), text.y().at(held)));
    Rectangle place = exact == null ? inFractions(text) : exact;
    PictureAlpha.Cells mean =
        AlphaGrid.mean(List.of(new AlphaGrid.Weighted(measured.get().grid(), Fraction.ONE)));
    return leaf(
        new Leaf(text, canvas.within(place).clip, weight, Use.RENDERED, null),
        canvas.placed(place),
        placed(mean, canvas.placed(place)));
  }

  private Rectangle inFractions(LayerContent.RasterizedText text) {
    int width = alpha.frame().width();
    int height = alpha.frame().height();
    return new Rectangle(
        Fraction.of(text.x(), width),
        text.y().at(held).dividedBy(Fraction.of(height)),
        Fraction.of(text.width(), width),
        Fraction.of(text.height(), height));
  }

  /** Cells in fractions of a picture as cells of the frame. */
  private PictureAlpha placed(PictureAlpha.Cells cells, Box picture) {
    PictureAlpha.Cells merged =
        (isCoarse ? PictureAlpha.Cells.uniform(cells.mean()) : cells).merged();
    Fraction width = picture.right().minus(picture.left());
    Fraction height = picture.bottom().minus(picture.top());
    return new PictureAlpha.Cells(
        merged.columns().stream().map(x -> picture.left().plus(x.times(width))).toList(),
        merged.rows().stream().map(y -> picture.top().plus(y.times(height))).toList(),
        merged.means());
  }

  private OcclusionTree leaf(Leaf leaf, Box picture, PictureAlpha opacity) {
    leaves.add(leaf);
    shown.add(new Shown(leaves.size() - 1, picture));
    return new OcclusionTree.Leaf(shown.size() - 1, leaf.box, opacity);
  }

  private static List<Ramp> and(List<Ramp> ramps, List<Ramp> others) {
    List<Ramp> all = new ArrayList<>(ramps);
    all.addAll(others);
    return all;
  }

  private Ramp ramp(Curve curve) {
    return new Ramp(curve.at(from), curve.at(to));
  }
}
