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
import io.patchwork.schema.timeline.TimeRanges;
import io.patchwork.worker.composition.Ducking.DuckedClip;
import io.patchwork.worker.composition.PlacedItem.TransitionSpan;
import io.patchwork.worker.failure.Failure.Refused;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of an edit is heard, and how loud. Pure. */
public final class MixPlanner {

  /** Straight lines that a curve of equal power is made of, so that its lineage is exact. */
  private static final int PIECES = 16;

  /** Each is a file that FFmpeg holds open. */
  private static final int MAX_VOICES = 400;

  private static final Fraction FASTEST = Fraction.of(1000);
  private static final long MILLIONTHS = 1_000_000;

  private final ResolvedTimeline edit;

  private MixPlanner(ResolvedTimeline edit) {
    this.edit = edit;
  }

  /**
   * The voices of each track of the timeline that sounds, the first at the bottom.
   *
   * @param samples how long the output is
   * @throws Refused if there are more than can be mixed
   */
  public static List<List<MixClip>> mixClips(ResolvedTimeline edit, long samples) throws Refused {
    MixPlanner mixer = new MixPlanner(edit);
    List<List<MixClip>> tracks = new ArrayList<>();
    PlacedItem root =
        PlacedItem.root(edit.timeline().tracks(), Track.AUDIO, Fraction.of(MixClip.SAMPLE_RATE));
    Window whole = new Window(0, samples, List.of(), null, List.of());
    List<List<DuckedClip>> heard = new ArrayList<>();
    for (PlacedItem child : root.children()) {
      List<DuckedClip> track = new ArrayList<>();
      mixer.collect(child, whole.through(root).within(child), track);
      heard.add(track);
    }
    int mixClips = heard.stream().mapToInt(List::size).sum();
    if (mixClips > MAX_VOICES) {
      throw new Refused(
          FailureCode.UNSUPPORTED_TIMELINE,
          "The timeline has "
              + mixClips
              + " audio clips; at most "
              + MAX_VOICES
              + " can be mixed. Mix some of them first, or render it in sections with --from and --to.");
    }
    Ducking ducking = Ducking.of(heard);
    heard.forEach(track -> tracks.add(track.stream().map(ducking::of).toList()));
    return tracks;
  }

  /** The samples of the output in which something may sound, and how loud. */
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

    /** As an item asks for it to be heard. */
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
    Window heard = window.through(placed);
    switch (placed.item()) {
      case Gap _ -> {}
      case Clip clip -> mixClip(clip, placed, heard, mixClips);
      case Stack _ ->
          placed.children().forEach(child -> collect(child, heard.within(child), mixClips));
      case Track _ -> inTrack(placed, heard, mixClips);
    }
  }

  /** The children of a track, each with what crossings add at its ends. */
  private void inTrack(PlacedItem track, Window window, List<DuckedClip> mixClips) {
    IdentityHashMap<PlacedItem, TransitionSpan> coming = new IdentityHashMap<>();
    IdentityHashMap<PlacedItem, TransitionSpan> going = new IdentityHashMap<>();
    for (TransitionSpan transition : track.transitions()) {
      if (transition.after() != null) {
        coming.put(transition.after(), transition);
      }
      if (transition.before() != null) {
        going.put(transition.before(), transition);
      }
    }
    for (PlacedItem child : track.children()) {
      long from = child.from();
      long to = child.to();
      Window heard = window;
      @Nullable TransitionSpan comes = coming.get(child);
      if (comes != null) {
        from = Math.min(from, comes.from());
        to = Math.max(to, comes.to());
        heard = heard.times(new KeyframedFactor(track.inside(), keys(comes, true)));
      }
      @Nullable TransitionSpan goes = going.get(child);
      if (goes != null) {
        from = Math.min(from, goes.from());
        to = Math.max(to, goes.to());
        heard = heard.times(new KeyframedFactor(track.inside(), keys(goes, false)));
      }
      collect(child, heard.within(from, to), mixClips);
    }
  }

  private static List<Curve.Key> keys(TransitionSpan transition, boolean isComing) {
    boolean isStraight = transition.transition().options().curve() == FadeCurve.LINEAR;
    int pieces = isStraight ? 1 : PIECES;
    RationalTime length = transition.ends().minus(transition.begins());
    List<Curve.Key> keys = new ArrayList<>();
    for (int i = 0; i <= pieces; i++) {
      Fraction progress = Fraction.of(i, pieces);
      Fraction way = Fraction.of(isComing ? i : pieces - i, pieces);
      keys.add(
          new Curve.Key(
              transition.begins().plus(length.times(progress)), isStraight ? way : power(way)));
    }
    return keys;
  }

  /** The amplitude at which powers sum to one, in millionths. */
  private static Fraction power(Fraction way) {
    double angle = Math.PI / 2 * way.numerator().doubleValue() / way.denominator().doubleValue();
    return Fraction.of(Math.round(StrictMath.sin(angle) * MILLIONTHS), MILLIONTHS);
  }

  /** Faster or slower than a thousand times there is nothing to hear. */
  private static boolean isAudible(Fraction speed) {
    return speed.compareTo(FASTEST) <= 0 && speed.times(FASTEST).compareTo(Fraction.ONE) >= 0;
  }

  /**
   * What of a window there is any sound in: who has no more to say is not heard.
   *
   * @param start where in the sound the window's anchor is, in samples
   */
  private static Window sounding(
      Window window, SourceMedia source, Fraction start, Fraction speed, long anchor) {
    @Nullable RationalTime length = source.heard();
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

  private void mixClip(Clip clip, PlacedItem placed, Window around, List<DuckedClip> mixClips) {
    if (!(edit.audio(clip) instanceof Media.OfAsset(SourceMedia source))
        || source.info().audioStream().isEmpty()
        || placed.inside().isFreeze()
        || !isAudible(placed.inside().speed().abs())) {
      return;
    }
    Fraction speed = placed.inside().speed();
    // The clip's own first sample is a whole one; what is before and behind it follows.
    long start =
        TimeRanges.trimmed(clip)
            .orElseThrow()
            .start()
            .minus(clip.mediaStart())
            .nearestSample(MixClip.SAMPLE_RATE);
    Window window = sounding(around, source, Fraction.of(start), speed, placed.anchor());
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
            placed.item().common().treatment().mix().pan());
    mixClips.add(new DuckedClip(mixClip, window.group(), window.ducks()));
  }
}
