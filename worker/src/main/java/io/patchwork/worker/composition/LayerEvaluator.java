package io.patchwork.worker.composition;

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
import io.patchwork.schema.timeline.TimeRanges;
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

/** What of an edit is on screen at each instant. Pure. */
public final class LayerEvaluator {

  /** Of a frame: times that an editor wrote as a double are meant to be whole frames. */
  private static final Fraction NEARLY = Fraction.of(1, 100);

  private final ResolvedTimeline edit;
  private final FrameSize frame;
  private final FrameRate rate;
  private final long frames;
  private final PlacedItem root;
  private final NavigableMap<Long, Subtitles.BurnIn> burnIns = new TreeMap<>();

  /**
   * The screen of an edit.
   *
   * @param frame that it is shown in
   */
  public LayerEvaluator(ResolvedTimeline edit, FrameSize frame) {
    this.edit = edit;
    this.frame = frame;
    this.rate = edit.rate();
    this.frames = Math.max(1, edit.duration().nearestFrame(rate));
    this.root = PlacedItem.root(edit.timeline().tracks(), Track.VIDEO, rate.perSecond());
    edit.subtitles().burnIns().forEach(words -> burnIns.put(words.from(), words));
  }

  /** How many frames there are. */
  public long frames() {
    return frames;
  }

  /** The frames with which something begins or ends, 0 and the end among them, in order. */
  public List<Long> cuts() {
    TreeSet<Long> cuts = new TreeSet<>();
    root.boundaries(cuts);
    burnIns.values().forEach(words -> cuts.addAll(List.of(words.from(), words.to())));
    cuts.add(0L);
    cuts.add(frames);
    return List.copyOf(cuts.subSet(0L, true, frames, true));
  }

  /** Those of {@link #cuts} at which something changes that is seen. */
  public List<Long> visibleCuts() {
    List<Long> all = cuts();
    List<Long> visible = new ArrayList<>(List.of(0L));
    Shot before = shot(0, all.get(1));
    for (int i = 2; i < all.size(); i++) {
      long cut = all.get(i - 1);
      Shot after = shot(cut, all.get(i));
      if (!after.goesOnFrom(before)) {
        visible.add(cut);
      }
      before = after;
    }
    visible.add(frames);
    return visible;
  }

  /**
   * All pictures that are there, seen or covered, between two frames with no cut between them.
   *
   * @return the first at the bottom
   */
  public List<Layer> layers(long from, long to) {
    Span span = new Span(from, to);
    List<Layer> layers = new ArrayList<>(span.layers(root));
    Map.@Nullable Entry<Long, Subtitles.BurnIn> words = burnIns.floorEntry(from);
    if (words != null && from < words.getValue().to()) {
      words.getValue().words().forEach(each -> layers.addAll(span.event(each)));
    }
    return layers;
  }

  /** The frames from one to another, between which there is no cut, without what is covered. */
  public Shot shot(long from, long to) {
    List<Layer> layers = layers(from, to);
    int bottom = layers.size() - 1;
    while (bottom > 0 && !covers(layers.get(bottom))) {
      bottom--;
    }
    return new Shot(to - from, layers.subList(Math.max(0, bottom), layers.size()));
  }

  /** Whether nothing is seen of what lies below. */
  boolean covers(Layer layer) {
    return layer.opacity().isEmpty()
        && layer.rectangle().isWhole()
        && switch (layer.picture()) {
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

  /** What is on between two frames. */
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
            pictures(clip, placed).stream().map(each -> looking(each, placed)).toList();
        case Stack _ ->
            together(
                placed,
                placed.children().stream()
                    .filter(child -> child.from() <= from && from < child.to())
                    .flatMap(child -> layers(child).stream())
                    .toList());
        case Track _ -> together(placed, inTrack(placed));
      };
    }

    private List<Layer> inTrack(PlacedItem track) {
      Optional<TransitionSpan> transition = track.transitionAt(from);
      return transition.isPresent()
          ? transition(track, transition.get())
          : track.childAt(from).map(this::layers).orElse(List.of());
    }

    /** What a composition shows: its own layers, or one of all of them if it is treated as one. */
    private List<Layer> together(PlacedItem placed, List<Layer> layers) {
      return layers.isEmpty() || placed.item().common().treatment().look().isPlain()
          ? layers
          : List.of(looking(new LayerContent.Group(layers), placed));
    }

    private List<? extends LayerContent> pictures(Clip clip, PlacedItem placed) {
      return switch (edit.picture(clip)) {
        case Media.Generated(LayerContent drawn) -> List.of(drawn);
        case Media.PendingTitle _, Media.PendingCreditRoll _ -> List.of();
        case Media.RasterizedText lettered ->
            lettered.strips().stream()
                .map(strip ->
                    lettered(
                        strip,
                        lettered.rolls() ? rolling(strip, lettered, placed) : standing(strip)))
                .filter(this::isInFrame)
                .toList();
        case Media.OfAsset(SourceMedia source) -> {
          @Nullable ProxyMedia other = source.proxy();
          Sha256 content = other == null ? source.sha256() : other.sha256();
          VideoStream stream =
              other == null ? source.info().videoStream().orElseThrow() : other.stream();
          Demuxer demuxer = other == null ? source.demuxer() : other.demuxer();
          yield List.of(
              source.info().kind() == MediaKind.IMAGE
                  ? new LayerContent.Still(source.asset(), content, demuxer, stream)
                  : new LayerContent.Video(
                      source.asset(), content, demuxer, stream, retime(clip, placed, stream)));
        }
      };
    }

    /** Words of a subtitle; none before they are drawn. */
    List<Layer> event(Media words) {
      return words instanceof Media.RasterizedText lettered
          ? lettered.strips().stream()
              .map(strip -> Layer.plain(lettered(strip, standing(strip))))
              .toList()
          : List.of();
    }

    private static Curve standing(Media.Strip strip) {
      return Curve.constant(Fraction.of(strip.y()));
    }

    private Curve rolling(Media.Strip strip, Media.RasterizedText lettered, PlacedItem placed) {
      return KeyframedFactor.ofItem(
              placed,
              List.of(
                  new Curve.Key(RationalTime.ZERO, Fraction.of((long) strip.y() + frame.height())),
                  new Curve.Key(
                      placed.length(), Fraction.of((long) strip.y() - lettered.height()))))
          .within(begins, length);
    }

    private static LayerContent.RasterizedText lettered(Media.Strip strip, Curve y) {
      return new LayerContent.RasterizedText(
          strip.sha256(), strip.x(), strip.width(), strip.height(), y);
    }

    private boolean isInFrame(LayerContent.RasterizedText lettered) {
      Fraction above = Fraction.of(-lettered.height());
      Fraction below = Fraction.of(frame.height());
      Fraction first = lettered.y().keys().getFirst().value();
      Fraction last = lettered.y().keys().getLast().value();
      boolean isAbove = first.compareTo(above) <= 0 && last.compareTo(above) <= 0;
      boolean isBelow = first.compareTo(below) >= 0 && last.compareTo(below) >= 0;
      return !isAbove && !isBelow;
    }

    private Retime retime(Clip clip, PlacedItem placed, VideoStream stream) {
      TimeMap inside = placed.inside();
      boolean isPlain = inside.speed().equals(Fraction.ONE);
      FrameRate grid = isPlain ? rate : HouseFormat.rate(stream);
      Fraction step = inside.speed().times(grid.perSecond()).dividedBy(rate.perSecond());
      RationalTime shown =
          inside.isFreeze() ? inside.to() : TimeRanges.trimmed(clip).orElseThrow().start();
      Fraction first = shown.minus(clip.mediaStart()).seconds().times(grid.perSecond());
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
      if (progress.isConstant()) {
        // Shorter than a frame.
        return progress.equals(Curve.ONE) ? after : before;
      }
      if (kind.dips()) {
        boolean isFirstHalf = from < transition.middle();
        boolean isForward = track.inside().speed().signum() > 0;
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

    /** Up to all of a colour in the middle of a crossing, and down again. */
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

    private Layer looking(LayerContent picture, PlacedItem placed) {
      VideoTreatment look = placed.item().common().treatment().look();
      List<Curve> opacity =
          KeyframedFactor.ofItem(placed, look.opacity(), look.fadeIn(), look.fadeOut()).stream()
              .map(factor -> factor.within(begins, length))
              .filter(curve -> !curve.equals(Curve.ONE))
              .toList();
      return new Layer(
          picture,
          look.fit(),
          look.crop(),
          zoom(look.zoom(), placed),
          look.rectangle(),
          look.colour(),
          opacity);
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

  /** Frames of a video at a rate; the last may be shown for less than a frame. */
  private static long count(VideoStream stream, FrameRate grid) {
    if (stream.duration() == null) {
      return Long.MAX_VALUE;
    }
    Fraction count = stream.duration().seconds().times(grid.perSecond());
    return Math.max(1, count.minus(NEARLY).ceiling().longValueExact());
  }
}
