package io.patchwork.worker.attribution;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Generated;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Pan;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.attribution.ancestry.OcclusionTree;
import io.patchwork.worker.attribution.ancestry.Origin;
import io.patchwork.worker.attribution.ancestry.Part;
import io.patchwork.worker.attribution.ancestry.Playback;
import io.patchwork.worker.attribution.ancestry.Polynomial;
import io.patchwork.worker.attribution.ancestry.Slice;
import io.patchwork.worker.attribution.ancestry.Tile;
import io.patchwork.worker.attribution.ancestry.Via;
import io.patchwork.worker.composition.Layer;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.composition.Retime;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds what the video shows, assets and generated pictures alike, to a lineage, with the visible
 * share of each per span of linear change. Shares come from the rectangles of the document, the
 * aspect ratios of the media and their measured alpha, so they are the same for every profile.
 */
public final class PictureLineage {

  /** The frame that texts are rasterized for to be measured, whatever the profile's. */
  public static final FrameSize FRAME = new FrameSize(1920, 1080);

  /** In units of {@link Span#work}; takes about a minute. */
  private static final long MAX_WORK = 300_000_000;

  /** A span that needs over this part of what is left is computed with the mean of each alpha. */
  private static final long SPAN_PART = 100;

  /** Spans of one moving span; each is computed at its middle. */
  private static final int MAX_PIECES = 16;

  /** Shares of more bits are rounded, so that documents stay short. */
  private static final int MAX_BITS = 200;

  /** What such a fraction is rounded down to. */
  private static final Fraction QUANTUM = Fraction.of(1L << 48);

  private final LineageBuilder lineage;
  private final FrameRate rate;
  private final FrameSize frame;
  private final AlphaMeasurements measurements;
  private final Set<Sha256> films;
  private long work;

  /**
   * Adds to a lineage.
   *
   * @param frame size that the texts among the layers were rasterized for
   * @param films contents that are films of ours, whose own parts take their places
   */
  public PictureLineage(
      LineageBuilder lineage,
      FrameRate rate,
      FrameSize frame,
      AlphaMeasurements measurements,
      Set<Sha256> films) {
    this.lineage = lineage;
    this.rate = rate;
    this.frame = frame;
    this.measurements = measurements;
    this.films = Set.copyOf(films);
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
    ShotAlpha alpha = new ShotAlpha(measurements, rate, frame, frames, films);
    NavigableSet<RationalTime> breakpoints = new TreeSet<>(List.of(RationalTime.ZERO, length));
    layers.forEach(layer -> breakpoints(layer, alpha, breakpoints));
    List<RationalTime> ends =
        List.copyOf(breakpoints.subSet(RationalTime.ZERO, false, length, true));
    // The work of all spans first, so that too much is refused at once.
    List<Span> spans = new ArrayList<>();
    RationalTime from = RationalTime.ZERO;
    for (RationalTime to : ends) {
      Interval out = new Interval(begins.plus(from), begins.plus(to));
      Span span = span(out, from, to, alpha, layers, false);
      if (span.work() > (MAX_WORK - work) / SPAN_PART) {
        span = span(out, from, to, alpha, layers, true);
      }
      work += span.work();
      if (work > MAX_WORK) {
        throw new Refused(
            FailureCode.UNSUPPORTED_TIMELINE,
            "Up to "
                + out.end().toClock()
                + " so many moving pictures with keyframes lie over each other that their shares"
                + " cannot"
                + " be computed; render some of them first, or give them fewer keyframes.");
      }
      spans.add(span);
      from = to;
    }
    spans.forEach(span -> add(span, first));
  }

  /**
   * A span in which opacities change linearly.
   *
   * @param pieces in which nothing is taken to move
   * @param ends as it begins and as it ends; empty where nothing moves
   */
  private record Span(Interval out, ShotScene scene, List<ShotScene> pieces, List<ShotScene> ends) {

    /** Estimated work: cells of the frame, pairs of layers, and changing weights. */
    long work() {
      long pictures = scene.leaves().size();
      return OcclusionTree.cells(scene.tree())
          * pictures
          * pictures
          * (1 + scene.changing())
          * pieces.size();
    }

    /** How the share of a layer is known: what moves is held at its middle. */
    String method(ShotScene.Leaf leaf) {
      return scene.hasMotion() && leaf.method().equals(Use.RENDERED)
          ? Use.APPROXIMATED
          : leaf.method();
    }

    /** The way of a layer's picture; null where it stays. */
    @Nullable Pan pan(int leaf) {
      if (ends.isEmpty()) {
        return null;
      }
      Pan pan = new Pan(ends.getFirst().picture(leaf), ends.getLast().picture(leaf));
      return pan.start().equals(pan.end()) ? null : pan;
    }
  }

  private Span span(
      Interval out,
      RationalTime from,
      RationalTime to,
      ShotAlpha alpha,
      List<Layer> layers,
      boolean isCoarse) {
    ShotScene scene = new ShotScene(alpha, from, to, layers, isCoarse);
    List<ShotScene> ends =
        scene.isPanned()
            ? Stream.of(from, to)
                .map(held -> new ShotScene(alpha, from, to, held, layers, isCoarse))
                .toList()
            : List.of();
    return new Span(out, scene, pieces(scene, alpha, layers, isCoarse), ends);
  }

  /** The span itself, where the mean of what moves is exact; else at most 16 pieces of it. */
  private List<ShotScene> pieces(
      ShotScene scene, ShotAlpha alpha, List<Layer> layers, boolean isCoarse) {
    if (!scene.needsPieces()) {
      return List.of(scene);
    }
    NavigableSet<RationalTime> edges = new TreeSet<>();
    if (!scene.hasMotion()) {
      scene.alphaChanges().forEach(each -> edges.add(RationalTime.ofFrames(each, rate)));
    }
    if (scene.hasMotion() || edges.size() >= MAX_PIECES) {
      edges.clear();
      RationalTime length = scene.to().minus(scene.from());
      for (int i = 1; i < MAX_PIECES; i++) {
        edges.add(scene.from().plus(length.times(Fraction.of(i, MAX_PIECES))));
      }
    }
    edges.add(scene.to());
    List<ShotScene> pieces = new ArrayList<>();
    RationalTime from = scene.from();
    for (RationalTime to : edges) {
      pieces.add(new ShotScene(alpha, from, to, layers, isCoarse));
      from = to;
    }
    return pieces;
  }

  private void add(Span span, long first) {
    RationalTime length = span.scene.to().minus(span.scene.from());
    Map<Integer, Fraction> visible = new HashMap<>();
    Map<Integer, Box> seen = new HashMap<>();
    for (ShotScene piece : span.pieces) {
      Fraction part = piece.to().minus(piece.from()).seconds().dividedBy(length.seconds());
      List<OcclusionTree.Cell> cells = OcclusionTree.seen(piece.tree());
      OcclusionTree.visible(cells)
          .forEach((number, share) ->
              visible.merge(piece.shown().get(number).leaf(), share.times(part), Fraction::plus));
      for (OcclusionTree.Cell cell : cells) {
        cell.parts()
            .forEach((number, share) -> {
              if (!share.isZero()) {
                seen.merge(piece.shown().get(number).leaf(), cell.box(), Box::around);
              }
            });
      }
      lineage.slice(slice(span, piece, cells, first));
    }
    Fraction background = Fraction.ONE;
    List<ShotScene.Leaf> leaves = span.scene.leaves();
    for (int i = 0; i < leaves.size(); i++) {
      Fraction share = readable(visible.getOrDefault(i, Fraction.ZERO));
      background = background.minus(share);
      addUse(span, leaves.get(i), i, share);
      if (leaves.get(i).content() instanceof LayerContent.RasterizedText text
          && seen.containsKey(i)) {
        read(i, span.out, text, seen.get(i));
      }
    }
    if (background.signum() != 0) {
      lineage.generated(Medium.VIDEO, span.out, Generated.BLACK, background);
    }
  }

  /** A piece of a span as part of the film's mosaic. */
  private Slice slice(Span span, ShotScene piece, List<OcclusionTree.Cell> cells, long first) {
    RationalTime begins = span.out.start().minus(span.scene.from());
    List<Tile> tiles =
        cells.stream()
            .map(cell -> {
              List<Part> parts = new ArrayList<>();
              Polynomial background = Polynomial.ONE;
              for (Map.Entry<Integer, Polynomial> each : new TreeMap<>(cell.parts()).entrySet()) {
                ShotScene.Shown shown = piece.shown().get(each.getKey());
                if (!each.getValue().isZero()) {
                  parts.add(part(span, piece, shown, each.getValue(), first));
                }
                background = background.minus(each.getValue());
              }
              if (!background.isZero()) {
                parts.add(Part.generated(Generated.BLACK, background));
              }
              return Tile.of(cell.box(), parts);
            })
            .toList();
    return new Slice(
        new Interval(begins.plus(piece.from()), begins.plus(piece.to())), Tile.joined(tiles));
  }

  private Part part(
      Span span, ShotScene piece, ShotScene.Shown shown, Polynomial weight, long first) {
    ShotScene.Leaf leaf = piece.leaves().get(shown.leaf());
    return leaf.content() instanceof LayerContent.OfAsset content
        ? new Part(
            new Origin.OfAsset(content.asset(), content.sha256()),
            source(piece, content),
            shown.picture(),
            weight,
            leaf.weight(),
            Via.NONE,
            span.method(leaf),
            playback(content, first),
            null)
        : Part.generated(generator(leaf.content()), weight);
  }

  private @Nullable Playback playback(LayerContent.OfAsset content, long first) {
    if (!films.contains(content.sha256())) {
      return null;
    }
    return switch (content) {
      case LayerContent.Video video -> new Playback.Frames(rate, first, video.retime());
      case LayerContent.Still _ -> new Playback.Continuous();
    };
  }

  private static String generator(LayerContent content) {
    return switch (content) {
      case LayerContent.SolidColour(String colour) ->
          colour.equals("#000000") ? Generated.BLACK : Generated.COLOUR;
      case LayerContent.ColourBars _ -> Generated.BARS;
      case LayerContent.RasterizedText _ -> Generated.TEXT;
      case LayerContent.OfAsset _, LayerContent.Group _, LayerContent.TransitionContent _ ->
          throw new IllegalStateException("a branch or an asset is no generator");
    };
  }

  /** A share that is short enough; black gets what is lost. */
  private static Fraction readable(Fraction share) {
    BigInteger denominator = share.denominator();
    return denominator.bitLength() <= MAX_BITS
        ? share
        : new Fraction(share.times(QUANTUM).floor(), QUANTUM.numerator());
  }

  private void addUse(Span span, ShotScene.Leaf leaf, int layer, Fraction visible) {
    if (leaf.content() instanceof LayerContent.OfAsset content) {
      lineage.use(
          layer,
          span.out,
          content.asset(),
          source(span.scene, content),
          leaf.box(),
          span.scene.picture(layer),
          span.pan(layer),
          leaf.weight(),
          visible,
          span.method(leaf),
          leaf.evidence());
    } else {
      lineage.generated(Medium.VIDEO, span.out, generator(leaf.content()), visible);
    }
  }

  /** Whoever wrote words that are seen is read. */
  private void read(int layer, Interval out, LayerContent.RasterizedText text, Box box) {
    @Nullable Id author = text.author();
    if (author != null) {
      Interval whole = new Interval(RationalTime.ZERO, RationalTime.ZERO);
      lineage.read(layer, out, author, whole, null, box);
    }
  }

  private Interval source(ShotScene scene, LayerContent.OfAsset content) {
    if (!(content instanceof LayerContent.Video video)) {
      return new Interval(RationalTime.ZERO, RationalTime.ZERO);
    }
    Retime retime = video.retime();
    Fraction first = scene.from().seconds().times(rate.perSecond());
    Fraction last = scene.to().seconds().times(rate.perSecond());
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

  private void breakpoints(Layer layer, ShotAlpha alpha, NavigableSet<RationalTime> breakpoints) {
    layer.opacity().forEach(curve -> breakpoints.addAll(curve.breakpoints()));
    if (layer.canvas() != null) {
      layer.canvas().curves().forEach(curve -> breakpoints.addAll(curve.breakpoints()));
    }
    switch (layer.content()) {
      case LayerContent.Video video -> {
        addFrame(video.retime().begins(), breakpoints);
        addFrame(video.retime().ends(), breakpoints);
        alpha
            .frames(video)
            .ifPresent(shown -> shown.appearances().forEach(each -> addFrame(each, breakpoints)));
      }
      case LayerContent.Still _,
          LayerContent.RasterizedText _,
          LayerContent.SolidColour _,
          LayerContent.ColourBars _ -> {}
      case LayerContent.Group(List<Layer> inner) ->
          inner.forEach(each -> breakpoints(each, alpha, breakpoints));
      case LayerContent.TransitionContent transition -> {
        breakpoints.addAll(DrawnTransition.of(transition).breakpoints(alpha));
        transition.before().layers().forEach(each -> breakpoints(each, alpha, breakpoints));
        transition.after().layers().forEach(each -> breakpoints(each, alpha, breakpoints));
      }
    }
  }

  private void addFrame(long frameNumber, NavigableSet<RationalTime> breakpoints) {
    RationalTime at = new RationalTime(Fraction.of(frameNumber).dividedBy(rate.perSecond()));
    breakpoints.add(at);
  }
}
