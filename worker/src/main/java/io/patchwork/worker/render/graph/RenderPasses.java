package io.patchwork.worker.render.graph;

import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.codec.AudioCodec;
import io.patchwork.worker.codec.VideoCodec;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Mp4;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.SubtitleTracks;
import io.patchwork.worker.loudness.LoudnessLog;
import io.patchwork.worker.render.plan.MixSpec;
import io.patchwork.worker.render.plan.OutputFormat;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.SeekPoint;
import io.patchwork.worker.render.plan.SegmentSpec;
import io.patchwork.worker.render.plan.SoundtrackSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The FFmpeg passes of a render: of segments, mix, soundtrack and the whole film, and those that
 * check and measure them. Pure.
 */
public final class RenderPasses {

  public static final String SEGMENT = "segment";
  public static final String ENDS = "ends.gray";
  public static final String MIX = "mix.wav";
  public static final String LOUDNESS = "loudness.txt";
  public static final String LEVELLED = "levelled.flac";
  public static final String SOUNDTRACK = "soundtrack";
  public static final String WHOLE = "output";
  public static final String LIST = "list.txt";
  public static final String CHAPTERS = "chapters.txt";

  private RenderPasses() {}

  /** Renders a segment: closed GOPs, with parameter sets that are the same in all segments. */
  public static Pass segment(SegmentSpec spec, SeekPoint entry) {
    return SegmentGraph.pass(
        spec,
        entry,
        List.of(
            new Output(SEGMENT, List.of("[" + SegmentGraph.VIDEO + "]"), encoding(spec)),
            new Output(
                ENDS,
                List.of("[" + SegmentGraph.ENDS + "]"),
                BoundaryFrame.encoding(Math.min(2, spec.frames())))));
  }

  private static Encoding encoding(SegmentSpec spec) {
    VideoCoding coding = spec.coding();
    Mp4 muxer = new Mp4(coding.codec().brand(), Mp4.Layout.INDEX_LAST).inTicksOf(spec.rate());
    return new Encoding(coding.options(spec.frames()), muxer)
        .ofFrames(spec.frames())
        .passthrough()
        .bitexact();
  }

  /** Mixes the whole audio into one file in floating point, and measures its loudness. */
  public static Pass mix(MixSpec spec) {
    return MixGraph.pass(
        spec,
        LOUDNESS,
        List.of(
            new Output(MIX, List.of("[" + MixGraph.AUDIO + "]"), AudioCodec.floatingPoint()),
            Output.nothing("loudness", "[" + MixGraph.LOUDNESS + "]")));
  }

  /** Brings the mix to its target loudness, losslessly. */
  public static Pass levelled(MixSpec spec, Loudness loudness) {
    List<Filter> filters = new ArrayList<>(spec.loudness().filters(loudness));
    filters.add(Filter.of("atrim", "end_sample", spec.samples()));
    return new Pass(
        List.of(Input.whole(MIX, Demuxer.WAV)),
        new FilterGraph(List.of(new FilterGraph.Chain(List.of("0:a"), filters, List.of("sound")))),
        List.of(new Output(LEVELLED, List.of("[sound]"), AudioCodec.FLAC.alone(0))),
        Pass.Timestamps.FROM_ZERO,
        length(spec));
  }

  /** Encodes the levelled mix. */
  public static Pass soundtrack(SoundtrackSpec spec) {
    return new Pass(
        List.of(Input.whole(LEVELLED, Demuxer.FLAC)),
        new FilterGraph(List.of()),
        List.of(new Output(SOUNDTRACK, List.of("0:a"), spec.codec().alone(spec.kbps()))),
        Pass.Timestamps.FROM_ZERO,
        length(spec.mix()));
  }

  private static RationalTime length(MixSpec spec) {
    return RationalTime.ofSamples(spec.samples(), MixSpec.SAMPLE_RATE);
  }

  /**
   * Decodes the last frame before each seam and the first one behind it, from the last key frame
   * before the seam.
   */
  public static Pass seams(FrameRate rate, Demuxer demuxer, VideoCodec codec, List<Seam> seams) {
    RationalTime halfFrame = RationalTime.ofFrames(1, rate).times(Fraction.of(1, 2));
    List<Input> inputs = new ArrayList<>();
    List<FilterGraph.Chain> chains = new ArrayList<>();
    List<Output> outputs = new ArrayList<>();
    for (Seam seam : seams) {
      String label = "seam" + seam.at();
      chains.add(
          new FilterGraph.Chain(
              List.of(inputs.size() + ":v"),
              Stream.concat(
                      Stream.of(
                          Filter.of(
                              "trim",
                              "start",
                              RationalTime.ofFrames(seam.at() - 1, rate)
                                  .minus(halfFrame)
                                  .toDecimalString(),
                              "end",
                              RationalTime.ofFrames(seam.at() + 1, rate)
                                  .minus(halfFrame)
                                  .toDecimalString())),
                      BoundaryFrame.filters().stream())
                  .toList(),
              List.of(label)));
      RationalTime seekTime =
          seam.key() == 0
              ? RationalTime.ZERO
              // Half a frame behind the key frame, so that the seek does not find a later one; in
              // these files it is exact.
              : RationalTime.ofFrames(seam.key(), rate).plus(halfFrame);
      // x264 has reference frames at both ends of a GOP.
      inputs.add(
          codec == VideoCodec.H264
              ? Input.fastReferences(WHOLE, demuxer, seekTime)
              : Input.fast(WHOLE, demuxer, seekTime));
      outputs.add(new Output(seam.file(), List.of("[" + label + "]"), BoundaryFrame.encoding(2)));
    }
    return new Pass(inputs, new FilterGraph(chains), outputs, Pass.Timestamps.COPY, null);
  }

  /** File name of an element in a work folder. */
  public static String file(RenderPlan.Element element) {
    return element instanceof RenderPlan.Soundtrack ? SOUNDTRACK : element.key() + ".mov";
  }

  /** File name of a subtitle track in a work folder. */
  public static String subtitles(int track) {
    return "subtitles-" + track + ".vtt";
  }

  /** Measures the loudness of an encoded soundtrack. */
  public static Pass soundtrackLoudness(SoundtrackSpec spec) {
    return new Pass(
        List.of(Input.whole(SOUNDTRACK, spec.codec().demuxer())),
        new FilterGraph(
            List.of(
                new FilterGraph.Chain(
                    List.of("0:a"), LoudnessLog.writing(LOUDNESS), List.of("heard")))),
        List.of(Output.nothing("heard", "[heard]")),
        Pass.Timestamps.FROM_ZERO,
        length(spec.mix()));
  }

  /** The soundtrack as a file of its own, with its tags, by packet copy. */
  public static Pass song(SoundtrackSpec spec) {
    return new Pass(
        List.of(
            Input.whole(SOUNDTRACK, spec.codec().demuxer()),
            Input.whole(CHAPTERS, Demuxer.CHAPTERS)),
        new FilterGraph(List.of()),
        List.of(
            new Output(
                WHOLE,
                List.of("0:a"),
                spec.codec().copy(),
                OutputSpec.Kind.FILE,
                1,
                SubtitleTracks.NONE)),
        Pass.Timestamps.FROM_ZERO,
        length(spec.mix()));
  }

  /**
   * Joins all segments by packet copy and muxes them with soundtrack, tags, chapters and subtitles.
   */
  public static Pass whole(RenderPlan plan, OutputFormat form) {
    FrameRate rate = plan.rate();
    List<Input> inputs = new ArrayList<>(List.of(Input.whole(LIST, Demuxer.CONCAT)));
    List<String> streams = new ArrayList<>(List.of("0:v"));
    if (plan.soundtrack() != null) {
      inputs.add(Input.whole(SOUNDTRACK, plan.soundtrack().spec().codec().demuxer()));
      streams.add("1:a");
    }
    int chapters = Output.NO_CHAPTERS;
    if (!plan.chapters().isEmpty() || plan.hasTags()) {
      chapters = inputs.size();
      inputs.add(Input.whole(CHAPTERS, Demuxer.CHAPTERS));
    }
    List<SubtitleTracks.Track> tracks = new ArrayList<>();
    for (int i = 0; i < plan.subtitles().size(); i++) {
      RenderPlan.Subtitles subtitles = plan.subtitles().get(i);
      tracks.add(
          new SubtitleTracks.Track(inputs.size() + ":s", subtitles.code(), subtitles.label()));
      inputs.add(Input.whole(subtitles(i), Demuxer.WEBVTT));
    }
    Output output =
        new Output(
            WHOLE,
            streams,
            Encoding.copyOnFrames(rate, form.muxer(rate)).bitexact(),
            OutputSpec.Kind.FILE,
            chapters,
            new SubtitleTracks(form.subtitles(), form.titleOfStream(), tracks));
    return new Pass(
        inputs,
        new FilterGraph(List.of()),
        List.of(output),
        Pass.Timestamps.FROM_ZERO,
        plan.duration());
  }
}
