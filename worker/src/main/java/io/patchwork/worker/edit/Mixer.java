package io.patchwork.worker.edit;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.FadeCurve;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.schema.timeline.Extent;
import io.patchwork.schema.timeline.Mix;
import io.patchwork.worker.edit.Ducking.Heard;
import io.patchwork.worker.edit.Placed.Crossing;
import io.patchwork.worker.failure.Failure.Refused;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of an edit is heard, and how loud. Pure. */
public final class Mixer {

  /** Straight lines that a curve of equal power is made of, so that its lineage is exact. */
  private static final int PIECES = 16;

  /** Each is a file that FFmpeg holds open. */
  private static final int MOST_VOICES = 400;

  private static final Fraction FASTEST = Fraction.of(1000);
  private static final long MILLIONTHS = 1_000_000;

  private final Edit edit;

  private Mixer(Edit edit) {
    this.edit = edit;
  }

  /**
   * The voices of each track of the timeline that sounds, the first at the bottom.
   *
   * @param samples how long the output is
   * @throws Refused if there are more than can be mixed
   */
  public static List<List<Voice>> voices(Edit edit, long samples) throws Refused {
    Mixer mixer = new Mixer(edit);
    List<List<Voice>> tracks = new ArrayList<>();
    Placed root =
        Placed.root(edit.timeline().tracks(), Track.AUDIO, Fraction.of(Voice.SAMPLE_RATE));
    Window whole = new Window(0, samples, List.of(), null, List.of());
    List<List<Heard>> heard = new ArrayList<>();
    for (Placed child : root.children()) {
      List<Heard> track = new ArrayList<>();
      mixer.collect(child, whole.through(root).within(child), track);
      heard.add(track);
    }
    int voices = heard.stream().mapToInt(List::size).sum();
    if (voices > MOST_VOICES) {
      throw new Refused(
          FailureCode.UNSUPPORTED_TIMELINE,
          "The timeline has "
              + voices
              + " sounds, of which "
              + MOST_VOICES
              + " are mixed at the most; mix some of them first, or render it in parts.");
    }
    Ducking ducking = Ducking.of(heard);
    heard.forEach(track -> tracks.add(track.stream().map(ducking::of).toList()));
    return tracks;
  }

  /** The samples of the output in which something may sound, and how loud. */
  private record Window(
      long from, long to, List<Keyed> gain, @Nullable String group, List<Mix.Duck> ducks) {

    Window within(Placed placed) {
      return within(placed.from(), placed.to());
    }

    Window within(long first, long last) {
      return new Window(Math.max(from, first), Math.min(to, last), gain, group, ducks);
    }

    Window times(Keyed factor) {
      List<Keyed> all = new ArrayList<>(gain);
      all.add(factor);
      return new Window(from, to, all, group, ducks);
    }

    /** As an item asks for it to be heard. */
    Window through(Placed placed) {
      Mix mix = placed.item().common().treatment().mix();
      List<Keyed> all = new ArrayList<>(gain);
      all.addAll(Keyed.ofItem(placed, mix.gain(), mix.fadeIn(), mix.fadeOut()));
      List<Mix.Duck> under = new ArrayList<>(ducks);
      if (mix.duck() != null) {
        under.add(mix.duck());
      }
      return new Window(from, to, all, mix.group() == null ? group : mix.group(), under);
    }

    boolean isEmpty() {
      return from >= to;
    }
  }

  private void collect(Placed placed, Window window, List<Heard> voices) {
    if (!placed.item().common().isEnabled() || window.isEmpty()) {
      return;
    }
    Window heard = window.through(placed);
    switch (placed.item()) {
      case Gap _ -> {}
      case Clip clip -> voice(clip, placed, heard, voices);
      case Stack _ ->
          placed.children().forEach(child -> collect(child, heard.within(child), voices));
      case Track _ -> inTrack(placed, heard, voices);
    }
  }

  /** The children of a track, each with what crossings add at its ends. */
  private void inTrack(Placed track, Window window, List<Heard> voices) {
    IdentityHashMap<Placed, Crossing> coming = new IdentityHashMap<>();
    IdentityHashMap<Placed, Crossing> going = new IdentityHashMap<>();
    for (Crossing crossing : track.crossings()) {
      if (crossing.after() != null) {
        coming.put(crossing.after(), crossing);
      }
      if (crossing.before() != null) {
        going.put(crossing.before(), crossing);
      }
    }
    for (Placed child : track.children()) {
      long from = child.from();
      long to = child.to();
      Window heard = window;
      @Nullable Crossing comes = coming.get(child);
      if (comes != null) {
        from = Math.min(from, comes.from());
        to = Math.max(to, comes.to());
        heard = heard.times(new Keyed(track.inside(), keys(comes, true)));
      }
      @Nullable Crossing goes = going.get(child);
      if (goes != null) {
        from = Math.min(from, goes.from());
        to = Math.max(to, goes.to());
        heard = heard.times(new Keyed(track.inside(), keys(goes, false)));
      }
      collect(child, heard.within(from, to), voices);
    }
  }

  private static List<Curve.Key> keys(Crossing crossing, boolean isComing) {
    boolean isStraight = crossing.transition().options().curve() == FadeCurve.LINEAR;
    int pieces = isStraight ? 1 : PIECES;
    RationalTime length = crossing.ends().minus(crossing.begins());
    List<Curve.Key> keys = new ArrayList<>();
    for (int i = 0; i <= pieces; i++) {
      Fraction progress = Fraction.of(i, pieces);
      Fraction way = Fraction.of(isComing ? i : pieces - i, pieces);
      keys.add(
          new Curve.Key(
              crossing.begins().plus(length.times(progress)), isStraight ? way : power(way)));
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
    Fraction end = length.seconds().times(Fraction.of(Voice.SAMPLE_RATE));
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

  private void voice(Clip clip, Placed placed, Window around, List<Heard> voices) {
    if (!(edit.sound(clip) instanceof Media.OfAsset(SourceMedia source))
        || source.info().sound().isEmpty()
        || placed.inside().stands()
        || !isAudible(placed.inside().speed().abs())) {
      return;
    }
    Fraction speed = placed.inside().speed();
    // The clip's own first sample is a whole one; what is before and behind it follows.
    long start =
        Extent.trimmed(clip)
            .orElseThrow()
            .start()
            .minus(clip.mediaStart())
            .nearestSample(Voice.SAMPLE_RATE);
    Window window = sounding(around, source, Fraction.of(start), speed, placed.anchor());
    if (window.isEmpty()) {
      return;
    }
    Fraction first =
        Fraction.of(start).plus(speed.times(Fraction.of(window.from() - placed.anchor())));
    RationalTime begins = RationalTime.ofSamples(window.from(), Voice.SAMPLE_RATE);
    RationalTime length = RationalTime.ofSamples(window.to() - window.from(), Voice.SAMPLE_RATE);
    List<Curve> gain =
        window.gain().stream()
            .map(factor -> factor.within(begins, length))
            .filter(curve -> !curve.equals(Curve.ONE))
            .toList();
    Voice voice =
        new Voice(
            source,
            window.from(),
            window.to() - window.from(),
            first,
            speed,
            gain,
            placed.item().common().treatment().mix().pan());
    voices.add(new Heard(voice, window.group(), window.ducks()));
  }
}
