package io.patchwork.worker.composition;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.AudioTreatment;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.FadeCurve;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.worker.composition.Ducking.DuckedClip;
import io.patchwork.worker.composition.PlacedItem.TransitionSpan;
import io.patchwork.worker.failure.Failure.Refused;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans the mix of a timeline: which audio plays when, and how loud. Pure. */
public final class MixPlanner {

  /** Line segments that approximate an equal-power curve, so that its lineage is exact. */
  private static final int EQUAL_POWER_STEPS = 16;

  /** FFmpeg holds a file open for each clip. */
  private static final int MAX_MIX_CLIPS = 400;

  private static final Fraction MAX_AUDIBLE_SPEED = Fraction.of(1000);
  private static final long MILLIONTHS = 1_000_000;

  private final ResolvedTimeline timeline;

  private MixPlanner(ResolvedTimeline timeline) {
    this.timeline = timeline;
  }

  /**
   * The clips of the mix by audio track, the first track at the bottom.
   *
   * @param samples length of the output at 48 kHz
   * @throws Refused if there are more than 400 clips
   */
  public static List<List<MixClip>> mixClips(ResolvedTimeline timeline, long samples)
      throws Refused {
    MixPlanner planner = new MixPlanner(timeline);
    List<List<MixClip>> tracks = new ArrayList<>();
    PlacedItem root =
        PlacedItem.root(
            timeline.timeline().tracks(), Track.AUDIO, Fraction.of(MixClip.SAMPLE_RATE));
    Window whole = new Window(0, samples, List.of(), null, List.of());
    List<List<DuckedClip>> duckedTracks = new ArrayList<>();
    for (PlacedItem child : root.children()) {
      List<DuckedClip> track = new ArrayList<>();
      planner.collect(child, whole.through(root).within(child), track);
      duckedTracks.add(track);
    }
    int clipCount = duckedTracks.stream().mapToInt(List::size).sum();
    if (clipCount > MAX_MIX_CLIPS) {
      throw new Refused(
          FailureCode.UNSUPPORTED_TIMELINE,
          "The timeline has "
              + clipCount
              + " audio clips; at most "
              + MAX_MIX_CLIPS
              + " can be mixed. Mix some of them first, or render it in sections with --from and --to.");
    }
    Ducking ducking = Ducking.of(duckedTracks);
    duckedTracks.forEach(track -> tracks.add(track.stream().map(ducking::apply).toList()));
    return tracks;
  }

  /** A range of output samples with the gain and ducking that apply to it. */
  private record Window(
      long from,
      long to,
      List<KeyframedFactor> gain,
      @Nullable String group,
      List<AudioTreatment.Duck> ducks) {

    Window within(PlacedItem placed) {
      return within(placed.from(), placed.to());
    }

    Window within(long first, long last) {
      return new Window(Math.max(from, first), Math.min(to, last), gain, group, ducks);
    }

    Window times(KeyframedFactor factor) {
      List<KeyframedFactor> all = new ArrayList<>(gain);
      all.add(factor);
      return new Window(from, to, all, group, ducks);
    }

    /** The window with the audio treatment of an item applied. */
    Window through(PlacedItem placed) {
      AudioTreatment mix = placed.item().common().treatment().mix();
      List<KeyframedFactor> all = new ArrayList<>(gain);
      all.addAll(KeyframedFactor.ofItem(placed, mix.gain(), mix.fadeIn(), mix.fadeOut()));
      List<AudioTreatment.Duck> under = new ArrayList<>(ducks);
      if (mix.duck() != null) {
        under.add(mix.duck());
      }
      return new Window(from, to, all, mix.group() == null ? group : mix.group(), under);
    }

    boolean isEmpty() {
      return from >= to;
    }
  }

  private void collect(PlacedItem placed, Window window, List<DuckedClip> mixClips) {
    if (!placed.item().common().isEnabled() || window.isEmpty()) {
      return;
    }
    Window inner = window.through(placed);
    switch (placed.item()) {
      case Gap _ -> {}
      case Clip clip -> collectClip(clip, placed, inner, mixClips);
      case Stack _ ->
          placed.children().forEach(child -> collect(child, inner.within(child), mixClips));
      case Track _ -> collectTrack(placed, inner, mixClips);
    }
  }

  /** Collects the children of a track, extended and faded by the transitions at their ends. */
  private void collectTrack(PlacedItem track, Window window, List<DuckedClip> mixClips) {
    IdentityHashMap<PlacedItem, TransitionSpan> incoming = new IdentityHashMap<>();
    IdentityHashMap<PlacedItem, TransitionSpan> outgoing = new IdentityHashMap<>();
    for (TransitionSpan transition : track.transitions()) {
      if (transition.after() != null) {
        incoming.put(transition.after(), transition);
      }
      if (transition.before() != null) {
        outgoing.put(transition.before(), transition);
      }
    }
    for (PlacedItem child : track.children()) {
      long from = child.from();
      long to = child.to();
      Window inner = window;
      @Nullable TransitionSpan fadeIn = incoming.get(child);
      if (fadeIn != null) {
        from = Math.min(from, fadeIn.from());
        to = Math.max(to, fadeIn.to());
        inner = inner.times(new KeyframedFactor(track.inside(), keys(fadeIn, true)));
      }
      @Nullable TransitionSpan fadeOut = outgoing.get(child);
      if (fadeOut != null) {
        from = Math.min(from, fadeOut.from());
        to = Math.max(to, fadeOut.to());
        inner = inner.times(new KeyframedFactor(track.inside(), keys(fadeOut, false)));
      }
      collect(child, inner.within(from, to), mixClips);
    }
  }

  private static List<Curve.Key> keys(TransitionSpan transition, boolean isIncoming) {
    boolean isLinear = transition.transition().options().curve() == FadeCurve.LINEAR;
    int steps = isLinear ? 1 : EQUAL_POWER_STEPS;
    RationalTime length = transition.ends().minus(transition.begins());
    List<Curve.Key> keys = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      Fraction progress = Fraction.of(i, steps);
      Fraction level = Fraction.of(isIncoming ? i : steps - i, steps);
      keys.add(
          new Curve.Key(
              transition.begins().plus(length.times(progress)),
              isLinear ? level : equalPower(level)));
    }
    return keys;
  }

  /** The amplitude at which powers sum to 1, rounded to millionths. */
  private static Fraction equalPower(Fraction level) {
    double angle =
        Math.PI / 2 * level.numerator().doubleValue() / level.denominator().doubleValue();
    return Fraction.of(Math.round(StrictMath.sin(angle) * MILLIONTHS), MILLIONTHS);
  }

  /** Whether there is anything to hear of sound that runs along a map; of a freeze there is not. */
  static boolean isHeard(TimeMap inside) {
    return !inside.isFreeze() && isAudible(inside.speed().abs());
  }

  /** Beyond a thousand times faster or slower there is nothing to hear. */
  private static boolean isAudible(Fraction speed) {
    return speed.compareTo(MAX_AUDIBLE_SPEED) <= 0
        && speed.times(MAX_AUDIBLE_SPEED).compareTo(Fraction.ONE) >= 0;
  }

  /**
   * The part of a window in which the source has audio.
   *
   * @param start sample of the source at the anchor
   */
  private static Window withAudio(
      Window window, SourceMedia source, Fraction start, Fraction speed, long anchor) {
    @Nullable RationalTime length = source.audioDuration();
    if (length == null) {
      return window;
    }
    Fraction end = length.seconds().times(Fraction.of(MixClip.SAMPLE_RATE));
    Fraction toBegin = start.negate().dividedBy(speed);
    Fraction toEnd = end.minus(start).dividedBy(speed);
    boolean isForward = speed.signum() > 0;
    return window.within(
        anchor + within(isForward ? toBegin : toEnd, window, anchor),
        anchor + within(isForward ? toEnd : toBegin, window, anchor));
  }

  private static long within(Fraction at, Window window, long anchor) {
    return at.ceiling()
        .max(BigInteger.valueOf(window.from() - anchor))
        .min(BigInteger.valueOf(window.to() - anchor))
        .longValueExact();
  }

  private void collectClip(Clip clip, PlacedItem placed, Window outer, List<DuckedClip> mixClips) {
    if (!(timeline.audioOf(clip) instanceof Media.OfAsset(SourceMedia source))
        || source.info().audioStream().isEmpty()
        || !isHeard(placed.inside())) {
      return;
    }
    ChannelSelection selection =
        ChannelSelection.of(
            clip.common().treatment().mix().channels(), source.info().audioStream().orElseThrow());
    if (selection instanceof ChannelSelection.None) {
      return;
    }
    Fraction speed = placed.inside().speed();
    // The clip starts on a whole sample; handles before and behind it follow.
    long start = placed.inside().to().minus(clip.mediaStart()).nearestSample(MixClip.SAMPLE_RATE);
    Window window = withAudio(outer, source, Fraction.of(start), speed, placed.anchor());
    if (window.isEmpty()) {
      return;
    }
    Fraction first =
        Fraction.of(start).plus(speed.times(Fraction.of(window.from() - placed.anchor())));
    RationalTime begins = RationalTime.ofSamples(window.from(), MixClip.SAMPLE_RATE);
    RationalTime length = RationalTime.ofSamples(window.to() - window.from(), MixClip.SAMPLE_RATE);
    List<Curve> gain =
        window.gain().stream()
            .map(factor -> factor.within(begins, length))
            .filter(curve -> !curve.equals(Curve.ONE))
            .toList();
    MixClip mixClip =
        new MixClip(
            source,
            window.from(),
            window.to() - window.from(),
            first,
            speed,
            gain,
            selection instanceof ChannelSelection.Some(List<Integer> numbers) ? numbers : List.of(),
            placed.item().common().treatment().mix().pan());
    mixClips.add(new DuckedClip(mixClip, window.group(), window.ducks()));
  }
}
