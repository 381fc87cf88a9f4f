package io.patchwork.worker.render.graph;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Curve;
import io.patchwork.worker.composition.MixClip;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.loudness.LoudnessLog;
import io.patchwork.worker.render.plan.MixSpec;
import io.patchwork.worker.render.plan.SeekPoint;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The filter graph of a mix: the clips of each track end to end with silence between them, and the
 * tracks mixed, in floating point. For one mix.
 */
final class MixGraph {

  /** Label of the mix. */
  static final String AUDIO = "sound";

  /** Label of the loudness meter, whose only output is a log. */
  static final String LOUDNESS = "loudness";

  private static final int RATE = MixSpec.SAMPLE_RATE;

  /** How far before the first sample a mezzanine is read, for the resampler and inexact seeks. */
  private static final RationalTime MEZZANINE_PREROLL = RationalTime.ofSeconds(1, 2);

  /** Largest denominator of a speed, so that FFmpeg takes the sample rates that follow. */
  private static final int MAX_SPEED_DENOMINATOR = 1_000_000;

  private final MixSpec spec;
  private final List<Input> inputs = new ArrayList<>();
  private final List<FilterGraph.Chain> chains = new ArrayList<>();
  private int labels;

  private MixGraph(MixSpec spec) {
    this.spec = spec;
  }

  /**
   * The pass of a mix, whose outputs read {@link #AUDIO} and {@link #LOUDNESS}.
   *
   * @param log file name of the loudness log
   */
  static Pass pass(MixSpec spec, String log, List<Output> outputs) {
    return new MixGraph(spec).build(log, outputs);
  }

  private Pass build(String log, List<Output> outputs) {
    List<String> tracks = new ArrayList<>();
    spec.tracks().forEach(track -> tracks.add(track(track)));
    if (tracks.isEmpty()) {
      tracks.add(silence(spec.samples()));
    }
    chains.add(
        new FilterGraph.Chain(
            tracks,
            List.of(
                Filter.of("amix", "inputs", tracks.size(), "normalize", 0, "duration", "longest"),
                Filter.of("atrim", "end_sample", spec.samples()),
                Filter.of("asplit", "outputs", 2)),
            List.of(AUDIO, "measured")));
    chains.add(
        new FilterGraph.Chain(List.of("measured"), LoudnessLog.writing(log), List.of(LOUDNESS)));
    return new Pass(
        inputs,
        new FilterGraph(chains),
        outputs,
        Pass.Timestamps.COPY,
        RationalTime.ofSamples(spec.samples(), RATE));
  }

  private String chain(List<String> from, List<Filter> filters) {
    String label = "a" + labels++;
    chains.add(new FilterGraph.Chain(from, filters, List.of(label)));
    return label;
  }

  private String track(List<MixSpec.Clip> clips) {
    List<String> joined = new ArrayList<>();
    long at = 0;
    for (MixSpec.Clip clip : clips) {
      if (clip.at() > at) {
        joined.add(silence(clip.at() - at));
      }
      joined.add(clip(clip));
      at = clip.end();
    }
    if (at < spec.samples()) {
      joined.add(silence(spec.samples() - at));
    }
    return chain(joined, List.of(Filter.of("concat", "n", joined.size(), "v", 0, "a", 1)));
  }

  private static Filter houseFormat() {
    return Filter.of(
        "aformat", "sample_fmts", "fltp", "sample_rates", RATE, "channel_layouts", "stereo");
  }

  private String silence(long samples) {
    return chain(
        List.of(),
        List.of(
            Filter.of("anullsrc", "channel_layout", "stereo", "sample_rate", RATE),
            houseFormat(),
            Filter.of("atrim", "end_sample", samples)));
  }

  /** One clip: exactly the planned number of samples, from exactly the planned one. */
  private String clip(MixSpec.Clip clip) {
    SampleRange range = SampleRange.of(clip);
    RationalTime first = RationalTime.ofSamples(Math.max(0, range.first), RATE);
    inputs.add(
        Input.from(clip.file().hex(), clip.demuxer(), seekTime(clip, clip.zero().plus(first))));
    List<Filter> filters = new ArrayList<>();
    filters.add(Filter.of("asetpts", "expr", "PTS-" + clip.zero().seconds() + "/TB"));
    filters.add(Filter.of("aresample", "sample_rate", RATE));
    if (!clip.channels().isEmpty()) {
      filters.add(channels(clip.channels()));
    }
    filters.add(houseFormat());
    filters.add(
        Filter.of("atrim", "start_pts", range.first, "end_pts", range.first + range.samples));
    filters.add(
        Filter.of("aresample", "async", 1, "first_pts", range.first, "min_hard_comp", "0.1"));
    filters.add(Filter.of("asetpts", "expr", "N/SR/TB"));
    filters.add(Filter.of("apad", "whole_len", range.samples));
    filters.add(Filter.of("atrim", "end_sample", range.samples));
    filters.addAll(retimed(clip.speed()));
    filters.add(Filter.of("apad", "whole_len", clip.samples()));
    filters.add(Filter.of("atrim", "end_sample", clip.samples()));
    filters.addAll(levelled(clip));
    return chain(List.of(inputs.size() - 1 + ":" + clip.stream()), filters);
  }

  /** The filter that keeps one channel, or one for the left and one for the right. */
  private static Filter channels(List<Integer> numbers) {
    String args =
        numbers.size() == 1
            ? "mono|c0=" + channel(numbers.getFirst())
            : "stereo|c0=" + channel(numbers.getFirst()) + "|c1=" + channel(numbers.getLast());
    return Filter.of("pan", "args", args);
  }

  private static String channel(int number) {
    return number == MixClip.SILENT ? "0*c0" : "c" + number;
  }

  /** The range of an asset's audio that a clip needs, in whole samples. */
  private record SampleRange(long first, long samples) {
    static SampleRange of(MixSpec.Clip clip) {
      Fraction length = clip.speed().times(Fraction.of(clip.samples()));
      Fraction from = clip.first();
      Fraction to = from.plus(length);
      BigInteger low = (length.signum() < 0 ? to : from).round();
      BigInteger high = (length.signum() < 0 ? from : to).round();
      return new SampleRange(
          low.longValueExact(), Math.max(1, high.subtract(low).longValueExact()));
    }
  }

  /** The time to seek to; seeks in a mezzanine are exact enough to aim close. */
  private static RationalTime seekTime(MixSpec.Clip clip, RationalTime wanted) {
    return clip.isCopy()
        ? RationalTime.max(RationalTime.ZERO, wanted.minus(MEZZANINE_PREROLL))
        : SeekPoint.guessed(clip.demuxer(), wanted);
  }

  /**
   * Reverses the audio, and changes its speed by resampling at rates whose quotient is exactly the
   * speed.
   */
  private static List<Filter> retimed(Fraction speed) {
    List<Filter> filters = new ArrayList<>();
    if (speed.signum() < 0) {
      filters.add(Filter.of("areverse"));
    }
    Fraction ratio = speed.abs().simplest(MAX_SPEED_DENOMINATOR);
    if (!ratio.equals(Fraction.ONE)) {
      long denominator = ratio.denominator().longValueExact();
      long factor = Math.ceilDiv(RATE, denominator);
      filters.add(Filter.of("aresample", "sample_rate", denominator * factor));
      filters.add(
          Filter.of("asetrate", "sample_rate", ratio.numerator().longValueExact() * factor));
      filters.add(Filter.of("aresample", "sample_rate", RATE));
      filters.add(Filter.of("asetpts", "expr", "N/SR/TB"));
    }
    return filters;
  }

  private static List<Filter> levelled(MixSpec.Clip clip) {
    List<Filter> filters = new ArrayList<>();
    Fraction level = Fraction.of(clip.level());
    for (Curve curve : clip.gain()) {
      if (curve.isConstant()) {
        level = level.times(curve.keys().getFirst().value());
      } else {
        filters.add(ramp(curve));
      }
    }
    if (!level.equals(Fraction.ONE)) {
      filters.add(
          Filter.of("volume", "volume", FilterExpressions.decimal(level), "precision", "float"));
    }
    if (clip.pan().signum() != 0) {
      Fraction left = min(Fraction.ONE, Fraction.ONE.minus(clip.pan()));
      Fraction right = min(Fraction.ONE, Fraction.ONE.plus(clip.pan()));
      filters.add(
          Filter.of(
              "pan",
              "args",
              "stereo|c0="
                  + FilterExpressions.decimal(left)
                  + "*c0|c1="
                  + FilterExpressions.decimal(right)
                  + "*c1"));
    }
    return filters;
  }

  private static Fraction min(Fraction a, Fraction b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  /** A gain that changes with each sample. */
  private static Filter ramp(Curve curve) {
    List<Curve.Key> keys = curve.keys();
    Curve.Key from = keys.getFirst();
    Curve.Key to = keys.getLast();
    boolean isFade =
        keys.size() == 2
            && from.value().compareTo(Fraction.ONE) <= 0
            && to.value().compareTo(Fraction.ONE) <= 0;
    if (isFade) {
      boolean isUp = from.value().compareTo(to.value()) < 0;
      return Filter.of(
          "afade",
          "type",
          isUp ? "in" : "out",
          "start_sample",
          from.at().nearestSample(RATE),
          "nb_samples",
          Math.max(1, to.at().minus(from.at()).nearestSample(RATE)),
          "silence",
          FilterExpressions.decimal(isUp ? from.value() : to.value()),
          "unity",
          FilterExpressions.decimal(isUp ? to.value() : from.value()),
          "curve",
          "tri");
    }
    String gain = FilterExpressions.expression(curve, "n", Fraction.of(RATE));
    return Filter.of(
        "aeval", "exprs", "val(0)*(" + gain + ")|val(1)*(" + gain + ")", "channel_layout", "same");
  }
}
