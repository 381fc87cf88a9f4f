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

/** The passes that make a render: of a segment, of the soundtrack, of the whole. Pure. */
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

  /** Closed groups of pictures with parameter sets that are the same in all segments. */
  public static Pass segment(SegmentSpec spec, SeekPoint entry) {
    return SegmentGraph.pass(
        spec,
        entry,
        List.of(
            new Output(SEGMENT, List.of("[" + SegmentGraph.PICTURE + "]"), encoding(spec)),
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

  /** All sound in one piece, in floating point, and how loud it is. */
  public static Pass mix(MixSpec spec) {
    return MixGraph.pass(
        spec,
        LOUDNESS,
        List.of(
            new Output(MIX, List.of("[" + MixGraph.AUDIO + "]"), AudioCodec.floatingPoint()),
            Output.nothing("loudness", "[" + MixGraph.LOUDNESS + "]")));
  }

  /** The mix as loud as it should be, without loss. */
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

  /** The levelled mix, encoded once. */
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
   * The last frame before each seam and the first one behind it, decoded from the last key frame
   * before it.
   */
  public static Pass seams(FrameRate rate, Demuxer demuxer, VideoCodec codec, List<Seam> seams) {
    RationalTime half = RationalTime.ofFrames(1, rate).times(Fraction.of(1, 2));
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
                                  .minus(half)
                                  .toDecimalString(),
                              "end",
                              RationalTime.ofFrames(seam.at() + 1, rate)
                                  .minus(half)
                                  .toDecimalString())),
                      BoundaryFrame.filters().stream())
                  .toList(),
              List.of(label)));
      RationalTime from =
          seam.key() == 0
              ? RationalTime.ZERO
              // Not a key frame that comes soon after it: of these files FFmpeg seeks exactly.
              : RationalTime.ofFrames(seam.key(), rate).plus(half);
      // x264 ends and begins groups with frames that others refer to.
      inputs.add(
          codec == VideoCodec.H264
              ? Input.fastReferences(WHOLE, demuxer, from)
              : Input.fast(WHOLE, demuxer, from));
      outputs.add(new Output(seam.file(), List.of("[" + label + "]"), BoundaryFrame.encoding(2)));
    }
    return new Pass(inputs, new FilterGraph(chains), outputs, Pass.Timestamps.COPY, null);
  }

  /** What a segment is called where it is read. */
  public static String file(RenderPlan.Element part) {
    return part instanceof RenderPlan.Soundtrack ? SOUNDTRACK : part.key() + ".mov";
  }

  /** What a track of subtitles is called where it is read. */
  public static String subtitles(int track) {
    return "subtitles-" + track + ".vtt";
  }

  /** How loud a soundtrack is that was encoded. */
  public static Pass listening(SoundtrackSpec spec) {
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

  /** All segments end to end by packet copy, and the soundtrack beside them. */
  public static Pass whole(RenderPlan plan, OutputFormat form) {
    FrameRate rate = plan.rate();
    List<Input> inputs = new ArrayList<>(List.of(Input.whole(LIST, Demuxer.CONCAT)));
    List<String> streams = new ArrayList<>(List.of("0:v"));
    if (plan.soundtrack() != null) {
      inputs.add(Input.whole(SOUNDTRACK, plan.soundtrack().spec().codec().demuxer()));
      streams.add("1:a");
    }
    int chapters = Output.NO_CHAPTERS;
    if (!plan.chapters().isEmpty()) {
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
