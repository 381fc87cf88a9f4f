package io.patchwork.worker.composition;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.EditorTransform;
import io.patchwork.schema.timeline.VideoTreatment;
import io.patchwork.worker.composition.PlacedItem.TransitionSpan;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.PixelFormat;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Evaluates which layers of a timeline each frame shows. Pure. */
public final class LayerEvaluator {

  /** Of a frame; an editor that writes times as doubles means whole frames. */
  private static final Fraction NEARLY = Fraction.of(1, 100);

  private final ResolvedTimeline timeline;
  private final FrameSize frame;
  private final FrameRate rate;
  private final long frames;
  private final PlacedItem root;
  private final NavigableMap<Long, Subtitles.BurnIn> burnIns = new TreeMap<>();

  /**
   * An evaluator of one timeline.
   *
   * @param frame size of the output
   */
  public LayerEvaluator(ResolvedTimeline timeline, FrameSize frame) {
    this.timeline = timeline;
    this.frame = frame;
    this.rate = timeline.rate();
    this.frames = Math.max(1, timeline.duration().nearestFrame(rate));
    this.root = PlacedItem.root(timeline.timeline().tracks(), Track.VIDEO, rate.perSecond());
    timeline.subtitles().burnIns().forEach(burnIn -> burnIns.put(burnIn.from(), burnIn));
  }

  /** Length of the output in frames. */
  public long frames() {
    return frames;
  }

  /**
   * The frames at which an item, a transition or a burnt-in text begins or ends, with 0 and the
   * end, in order.
   */
  public List<Long> cuts() {
    TreeSet<Long> cuts = new TreeSet<>();
    root.addBoundaries(cuts);
    burnIns.values().forEach(burnIn -> cuts.addAll(List.of(burnIn.from(), burnIn.to())));
    cuts.add(0L);
    cuts.add(frames);
    return List.copyOf(cuts.subSet(0L, true, frames, true));
  }

  /** The cuts of {@link #cuts} at which what is seen changes. */
  public List<Long> visibleCuts() {
    List<Long> all = cuts();
    List<Long> visible = new ArrayList<>(List.of(0L));
    Shot before = shot(0, all.get(1));
    for (int i = 2; i < all.size(); i++) {
      long cut = all.get(i - 1);
      Shot after = shot(cut, all.get(i));
      if (!after.continues(before)) {
        visible.add(cut);
      }
      before = after;
    }
    visible.add(frames);
    return visible;
  }

  /**
   * All layers, covered ones included, of a range of frames without a cut inside.
   *
   * @return the first at the bottom
   */
  public List<Layer> layers(long from, long to) {
    Span span = new Span(from, to);
    List<Layer> layers = new ArrayList<>(span.layers(root));
    Map.@Nullable Entry<Long, Subtitles.BurnIn> burnIn = burnIns.floorEntry(from);
    if (burnIn != null && from < burnIn.getValue().to()) {
      burnIn.getValue().texts().forEach(each -> layers.addAll(span.textLayers(each)));
    }
    return layers;
  }

  /** The visible layers of a range of frames without a cut inside. */
  public Shot shot(long from, long to) {
    List<Layer> layers = layers(from, to);
    int bottom = layers.size() - 1;
    while (bottom > 0 && !covers(layers.get(bottom))) {
      bottom--;
    }
    return new Shot(to - from, layers.subList(Math.max(0, bottom), layers.size()));
  }

  /** Whether a layer hides everything below it. */
  boolean covers(Layer layer) {
    return layer.opacity().isEmpty()
        && layer.rectangle().isWhole()
        && layer.canvas() == null
        && switch (layer.content()) {
          case LayerContent.SolidColour _, LayerContent.ColourBars _ -> true;
          case LayerContent.RasterizedText _ -> false;
          case LayerContent.OfAsset shown ->
              !PixelFormat.hasAlpha(shown.stream().pixelFormat())
                  && FitRect.of(shown.stream(), layer, frame).size().equals(frame);
          case LayerContent.Group inner ->
              !inner.layers().isEmpty() && covers(inner.layers().getFirst());
          case LayerContent.TransitionContent transition ->
              covers(Layer.plain(transition.before())) && covers(Layer.plain(transition.after()));
        };
  }

  /** A range of frames without a cut inside. */
  private final class Span {
    private final long from;
    private final RationalTime begins;
    private final RationalTime length;

    Span(long from, long to) {
      this.from = from;
      this.begins = RationalTime.ofFrames(from, rate);
      this.length = RationalTime.ofFrames(to - from, rate);
    }

    List<Layer> layers(@Nullable PlacedItem placed) {
      if (placed == null || !placed.item().common().isEnabled()) {
        return List.of();
      }
      return switch (placed.item()) {
        case Gap _ -> List.of();
        case Clip clip ->
            contents(clip, placed).stream().map(each -> treated(each, placed)).toList();
        case Stack _ ->
            composed(
                placed,
                placed.children().stream()
                    .filter(child -> child.from() <= from && from < child.to())
                    .flatMap(child -> layers(child).stream())
                    .toList());
        case Track _ -> composed(placed, layersOfTrack(placed));
      };
    }

    private List<Layer> layersOfTrack(PlacedItem track) {
      Optional<TransitionSpan> transition = track.transitionAt(from);
      return transition.isPresent()
          ? transition(track, transition.get())
          : track.childAt(from).map(this::layers).orElse(List.of());
    }

    /**
     * The layers of a composition, or one group of them where the composition has a treatment of
     * its own.
     */
    private List<Layer> composed(PlacedItem placed, List<Layer> layers) {
      return layers.isEmpty() || placed.item().common().treatment().look().isPlain()
          ? layers
          : List.of(treated(new LayerContent.Group(layers), placed));
    }

    private List<? extends LayerContent> contents(Clip clip, PlacedItem placed) {
      return switch (timeline.videoOf(clip)) {
        case Media.Generated(LayerContent drawn) -> List.of(drawn);
        case Media.PendingTitle _, Media.PendingCreditRoll _ -> List.of();
        case Media.RasterizedText text ->
            text.strips().stream()
                .map(strip ->
                    textContent(
                        strip,
                        text.rolls() ? scrollingY(strip, text, placed) : fixedY(strip),
                        text.author()))
                .filter(this::isInFrame)
                .toList();
        case Media.OfAsset(SourceMedia source) -> {
          @Nullable ProxyMedia proxy = source.proxy();
          Sha256 content = proxy == null ? source.sha256() : proxy.sha256();
          VideoStream stream =
              proxy == null ? source.info().videoStream().orElseThrow() : proxy.stream();
          Demuxer demuxer = proxy == null ? source.demuxer() : proxy.demuxer();
          yield List.of(
              source.info().kind() == MediaKind.IMAGE
                  ? new LayerContent.Still(source.asset(), content, demuxer, stream)
                  : new LayerContent.Video(
                      source.asset(), content, demuxer, stream, retime(clip, placed, stream)));
        }
      };
    }

    /** The layers of a burnt-in text; none before it is rasterized. */
    List<Layer> textLayers(Media burnIn) {
      return burnIn instanceof Media.RasterizedText text
          ? text.strips().stream()
              .map(strip -> Layer.plain(textContent(strip, fixedY(strip), text.author())))
              .toList()
          : List.of();
    }

    private static Curve fixedY(Media.Strip strip) {
      return Curve.constant(Fraction.of(strip.y()));
    }

    private Curve scrollingY(Media.Strip strip, Media.RasterizedText text, PlacedItem placed) {
      return KeyframedFactor.ofItem(
              placed,
              List.of(
                  new Curve.Key(RationalTime.ZERO, Fraction.of((long) strip.y() + frame.height())),
                  new Curve.Key(placed.length(), Fraction.of((long) strip.y() - text.height()))))
          .within(begins, length);
    }

    private static LayerContent.RasterizedText textContent(
        Media.Strip strip, Curve y, @Nullable Id author) {
      return new LayerContent.RasterizedText(
          strip.sha256(), strip.x(), strip.width(), strip.height(), y, author);
    }

    private boolean isInFrame(LayerContent.RasterizedText text) {
      Fraction above = Fraction.of(-text.height());
      Fraction below = Fraction.of(frame.height());
      Fraction first = text.y().keys().getFirst().value();
      Fraction last = text.y().keys().getLast().value();
      boolean isAbove = first.compareTo(above) <= 0 && last.compareTo(above) <= 0;
      boolean isBelow = first.compareTo(below) >= 0 && last.compareTo(below) >= 0;
      return !isAbove && !isBelow;
    }

    private Retime retime(Clip clip, PlacedItem placed, VideoStream stream) {
      TimeMap inside = placed.inside();
      boolean isPlain = inside.speed().equals(Fraction.ONE);
      FrameRate grid = isPlain ? rate : HouseFormat.rate(stream);
      Fraction step = inside.speed().times(grid.perSecond()).dividedBy(rate.perSecond());
      Fraction first = inside.to().minus(clip.mediaStart()).seconds().times(grid.perSecond());
      Fraction whole = new Fraction(first.round(), BigInteger.ONE);
      boolean isWhole = isPlain || first.minus(whole).abs().compareTo(NEARLY) <= 0;
      long since = inside.isFreeze() ? 0 : from - placed.anchor();
      return new Retime(
          grid,
          (isWhole ? whole : first).plus(step.times(Fraction.of(since))),
          step,
          count(stream, grid));
    }

    private List<Layer> transition(PlacedItem track, TransitionSpan transition) {
      List<Layer> before = layers(transition.before());
      List<Layer> after = layers(transition.after());
      TransitionKind kind = transition.kind();
      Curve progress =
          new KeyframedFactor(
                  track.inside(),
                  List.of(
                      new Curve.Key(transition.begins(), Fraction.ZERO),
                      new Curve.Key(transition.ends(), Fraction.ONE)))
              .within(begins, length);
      // Shorter than a frame, or frozen where it begins.
      if (progress.equals(Curve.ONE)) {
        return after;
      }
      if (progress.equals(Curve.constant(Fraction.ZERO))) {
        return before;
      }
      if (kind.dips()) {
        boolean isFirstHalf = from < transition.middle();
        boolean isForward = track.inside().speed().signum() >= 0;
        LayerContent colour =
            kind == TransitionKind.DIP_TO_BLACK
                ? LayerContent.SolidColour.BLACK
                : LayerContent.SolidColour.WHITE;
        List<Layer> layers = new ArrayList<>(isFirstHalf == isForward ? before : after);
        layers.add(Layer.plain(colour, dip(track, transition)));
        return layers;
      }
      if (kind == TransitionKind.DISSOLVE) {
        if (before.isEmpty()) {
          return after.isEmpty() ? after : faded(after, progress);
        }
        if (after.isEmpty()) {
          return faded(before, progress.inverted());
        }
        if (covers(before.getFirst()) && covers(after.getFirst())) {
          List<Layer> layers = new ArrayList<>(before);
          layers.addAll(faded(after, progress));
          return layers;
        }
      }
      return List.of(
          Layer.plain(
              new LayerContent.TransitionContent(
                  kind, progress, new LayerContent.Group(before), new LayerContent.Group(after))));
    }

    /** Opacity of a dip's colour: 1 in the middle of the transition, 0 at its ends. */
    private Curve dip(PlacedItem track, TransitionSpan transition) {
      RationalTime middle =
          transition
              .begins()
              .plus(transition.ends().minus(transition.begins()).times(Fraction.of(1, 2)));
      return new KeyframedFactor(
              track.inside(),
              List.of(
                  new Curve.Key(transition.begins(), Fraction.ZERO),
                  new Curve.Key(middle, Fraction.ONE),
                  new Curve.Key(transition.ends(), Fraction.ZERO)))
          .within(begins, length);
    }

    private List<Layer> faded(List<Layer> layers, Curve factor) {
      return layers.size() == 1
          ? List.of(layers.getFirst().faded(factor))
          : List.of(Layer.plain(new LayerContent.Group(layers), factor));
    }

    private Layer treated(LayerContent picture, PlacedItem placed) {
      VideoTreatment look = placed.item().common().treatment().look();
      List<Curve> opacity =
          KeyframedFactor.ofItem(placed, look.opacity(), look.fadeIn(), look.fadeOut()).stream()
              .map(factor -> factor.within(begins, length))
              .filter(curve -> !curve.equals(Curve.ONE))
              .toList();
      Layer layer =
          new Layer(
              picture,
              look.fit(),
              look.crop(),
              zoom(look.zoom(), placed),
              look.rectangle(),
              null,
              look.colour(),
              opacity);
      return look.transform().isNone() || picture instanceof LayerContent.RasterizedText
          ? layer
          : transformed(layer, look.transform(), placed);
    }

    /** The layer where an editor put it. */
    private Layer transformed(Layer layer, EditorTransform transform, PlacedItem placed) {
      // The size of the media itself, where a rendition is shown in its place.
      Optional<FrameSize> media =
          placed.item() instanceof Clip clip
                  && timeline.videoOf(clip) instanceof Media.OfAsset(SourceMedia source)
              ? source.info().videoStream().map(FrameSize::of)
              : Optional.empty();
      CanvasPlace place = CanvasPlace.of(transform, media);
      return place
          .drawn()
          .filter(_ -> layer.rectangle().isWhole())
          .map(rectangle -> layer.placed(rectangle, null))
          .orElseGet(() ->
              layer.placed(
                  layer.rectangle(),
                  place.with(curve ->
                      KeyframedFactor.ofItem(placed, curve.keys()).within(begins, length))));
    }

    private VideoTreatment.Zoom zoom(VideoTreatment.Zoom zoom, PlacedItem placed) {
      if (zoom.from().equals(zoom.to()) || placed.length().seconds().signum() == 0) {
        return zoom;
      }
      return new VideoTreatment.Zoom(
          zoom.at(progress(placed, begins)), zoom.at(progress(placed, begins.plus(length))));
    }

    private static Fraction progress(PlacedItem placed, RationalTime time) {
      return placed
          .outside()
          .inside(time)
          .minus(placed.start())
          .seconds()
          .dividedBy(placed.length().seconds());
    }
  }

  /** Number of frames of a video at a rate; the last may last less than a frame. */
  private static long count(VideoStream stream, FrameRate grid) {
    if (stream.duration() == null) {
      return Long.MAX_VALUE;
    }
    Fraction count = stream.duration().seconds().times(grid.perSecond());
    return Math.max(1, count.minus(NEARLY).ceiling().longValueExact());
  }
}
