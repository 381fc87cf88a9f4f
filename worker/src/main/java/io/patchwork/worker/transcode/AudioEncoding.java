package io.patchwork.worker.transcode;

import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.playlist.Fragments;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The pass from the audio mezzanine to the loudness-normalised encodings. Pure. */
final class AudioEncoding {

  /** Gain of the mezzanine over the source, in dB: half the amplitude. */
  static final BigDecimal HEADROOM_DB = new BigDecimal("-6.0206");

  private AudioEncoding() {}

  /** The file name of an encoding. */
  static String file(int kbps) {
    return "sound-" + kbps + "k.mp4";
  }

  /**
   * The pass.
   *
   * @param silentUntil end of the silence behind the audio; null for none
   */
  static Pass pass(
      LadderProfile.Audio profile,
      Loudness loudness,
      @Nullable RationalTime length,
      @Nullable RationalTime silentUntil) {
    List<String> branches = profile.kbps().stream().map(kbps -> "sound" + kbps).toList();
    List<Filter> filters = new ArrayList<>(profile.normalisation().filters(loudness));
    if (silentUntil != null) {
      filters.add(
          Filter.of(
              "apad",
              "whole_len",
              silentUntil.seconds().times(Fraction.of(HouseFormat.SAMPLE_RATE)).round()));
    }
    filters.add(Filter.of("asplit", "outputs", branches.size()));
    FilterGraph graph =
        new FilterGraph(List.of(new FilterGraph.Chain(List.of("0:0"), filters, branches)));
    List<Output> outputs = new ArrayList<>();
    for (int kbps : profile.kbps()) {
      Encoding encoding = new Encoding(profile.codec().options(kbps), Fragments.AUDIO);
      outputs.add(new Output(file(kbps), List.of("[sound" + kbps + "]"), encoding));
    }
    return new Pass(
        List.of(Input.whole(Streaming.MEZZANINE, Demuxer.FLAC)),
        graph,
        outputs,
        Pass.Timestamps.FROM_ZERO,
        length);
  }
}
