package io.patchwork.worker.render;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Concat;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The passes that make a render: of a segment, of the soundtrack, of the whole. Pure. */
final class RenderPasses {

  static final String SEGMENT = "segment.mp4";
  static final String SOUNDTRACK = "soundtrack.m4a";
  static final String WHOLE = "output.mp4";
  static final String LIST = "list.txt";

  private static final RationalTime PREROLL = RationalTime.ofSeconds(3, 1);
  private static final int GOP_SECONDS = 2;
  private static final String EXACT = "bicubic+accurate_rnd+bitexact";

  private RenderPasses() {}

  /** Closed groups of pictures with parameter sets that are the same in all segments. */
  static Pass segment(SegmentSpec spec) {
    List<Input> inputs = input(spec).map(List::of).orElse(List.of());
    List<Filter> filters = new ArrayList<>();
    List<String> from = new ArrayList<>();
    switch (spec.picture()) {
      case SegmentSpec.Moving moving -> {
        from.add("0:" + moving.stream().index());
        filters.addAll(onGrid(moving.stream().start(), moving.first(), spec.rate()));
        filters.addAll(fitted(moving.stream(), spec.profile()));
      }
      case SegmentSpec.Still still -> {
        from.add("0:" + still.stream().index());
        filters.addAll(onGrid(still.stream().start(), 0, spec.rate()));
        filters.addAll(fitted(still.stream(), spec.profile()));
      }
      case SegmentSpec.Black _ ->
          filters.add(
              Filter.of(
                  "color",
                  "color",
                  "black",
                  "size",
                  spec.profile().width() + "x" + spec.profile().height(),
                  "rate",
                  spec.rate()));
    }
    filters.addAll(tagged());
    FilterGraph graph =
        new FilterGraph(List.of(new FilterGraph.Chain(from, filters, List.of("picture"))));
    Output output = new Output(SEGMENT, List.of("[picture]"), encoding(spec));
    return new Pass(
        inputs,
        graph,
        List.of(output),
        Pass.Clock.OF_SOURCE,
        RationalTime.ofFrames(spec.frames(), spec.rate()));
  }

  private static Optional<Input> input(SegmentSpec spec) {
    return switch (spec.picture()) {
      case SegmentSpec.Moving moving -> {
        RationalTime wanted =
            moving.stream().start().plus(RationalTime.ofFrames(moving.first(), spec.rate()));
        yield Optional.of(
            Input.from(moving.sha256().hex(), moving.demuxer(), before(wanted, moving.demuxer())));
      }
      case SegmentSpec.Still still ->
          Optional.of(Input.whole(still.sha256().hex(), still.demuxer()));
      case SegmentSpec.Black _ -> Optional.empty();
    };
  }

  /** Where decoding may begin: some time before what is wanted, where seeking can be trusted. */
  private static RationalTime before(RationalTime wanted, Demuxer demuxer) {
    return demuxer.seeksExactly()
        ? RationalTime.max(RationalTime.ZERO, wanted.minus(PREROLL))
        : RationalTime.ZERO;
  }

  /**
   * Frames at the render's rate on a grid that is counted from the source's first frame wherever
   * decoding began, from {@code first} on, the last one standing for ever. The time base is a
   * multiple of the rate, so that no boundary of the grid is rounded.
   */
  private static List<Filter> onGrid(RationalTime zero, long first, FrameRate rate) {
    return List.of(
        Filter.of("settb", "expr", "1/" + timescale(rate) * 10),
        Filter.of("setpts", "expr", "PTS-" + zero.seconds() + "/TB"),
        Filter.of(
            "fps",
            "fps",
            rate,
            "round",
            "near",
            "start_time",
            RationalTime.ofFrames(first, rate).toDecimalString()),
        Filter.of("setpts", "expr", "PTS-STARTPTS"),
        Filter.of("tpad", "stop_mode", "clone", "stop", -1));
  }

  /** The whole picture in the frame, black around it, in the colours of HD video. */
  private static List<Filter> fitted(VideoStream stream, RenderProfile profile) {
    FrameSize source = FrameSize.of(stream);
    FrameSize fit = source.fittedInto(profile.frame()).even();
    List<Object> scale =
        new ArrayList<>(
            List.of(
                "w",
                fit.width(),
                "h",
                fit.height(),
                "flags",
                EXACT,
                "out_color_matrix",
                "bt709",
                "out_range",
                "tv"));
    if (stream.colorSpace() == null && stream.pixelFormat().startsWith("yuv")) {
      // Untagged: what players assume by size.
      scale.addAll(List.of("in_color_matrix", stream.height() >= 720 ? "bt709" : "bt601"));
    }
    return List.of(
        Filter.of("scale", scale.toArray()),
        Filter.of("setsar", "sar", 1),
        Filter.of("format", "pix_fmts", "yuv420p"),
        Filter.of(
            "pad",
            "width",
            profile.width(),
            "height",
            profile.height(),
            "x",
            "(ow-iw)/2",
            "y",
            "(oh-ih)/2"));
  }

  /** The same tags on every segment: they are part of the parameter sets. */
  private static List<Filter> tagged() {
    return List.of(
        Filter.of("format", "pix_fmts", "yuv420p"),
        Filter.of(
            "setparams",
            "range",
            "tv",
            "colorspace",
            "bt709",
            "color_primaries",
            "bt709",
            "color_trc",
            "bt709",
            "field_mode",
            "prog",
            "chroma_location",
            "left"));
  }

  private static List<String> encoding(SegmentSpec spec) {
    RenderProfile profile = spec.profile();
    String gop =
        Long.toString(GOP_SECONDS * Math.max(1, spec.rate().perSecond().round().longValueExact()));
    String scale = Long.toString(timescale(spec.rate()));
    return List.of(
        "-frames:v",
        Long.toString(spec.frames()),
        "-fps_mode",
        "passthrough",
        "-c:v",
        "libx264",
        "-preset",
        profile.preset(),
        "-crf",
        Integer.toString(profile.crf()),
        "-profile:v",
        "high",
        "-level",
        profile.level(),
        "-pix_fmt",
        "yuv420p",
        // More threads make the bytes depend on timing, and the key would lie.
        "-threads",
        "1",
        "-g",
        gop,
        "-keyint_min",
        gop,
        "-sc_threshold",
        "0",
        "-bf",
        "3",
        "-refs",
        "3",
        "-flags",
        "+cgop+bitexact",
        "-x264-params",
        "stitchable=1:open-gop=0",
        "-video_track_timescale",
        scale,
        "-movie_timescale",
        scale,
        "-fflags",
        "+bitexact",
        "-f",
        "mp4");
  }

  /** Ticks a second in which every frame has a whole number of them. */
  static long timescale(FrameRate rate) {
    long numerator = rate.numerator();
    return numerator >= 1000 ? numerator : numerator * 1000;
  }

  /** All sound in one piece: each track end to end, the tracks together, encoded once. */
  static Pass soundtrack(SoundtrackSpec spec) {
    List<Input> inputs = new ArrayList<>();
    List<FilterGraph.Chain> chains = new ArrayList<>();
    List<String> tracks = new ArrayList<>();
    for (List<SoundtrackSpec.Piece> track : spec.tracks()) {
      List<String> pieces = new ArrayList<>();
      for (SoundtrackSpec.Piece piece : track) {
        String label = "piece" + chains.size();
        chains.add(chain(piece, inputs, label));
        pieces.add(label);
      }
      String label = "track" + tracks.size();
      chains.add(
          new FilterGraph.Chain(
              pieces,
              List.of(Filter.of("concat", "n", pieces.size(), "v", 0, "a", 1)),
              List.of(label)));
      tracks.add(label);
    }
    chains.add(
        new FilterGraph.Chain(
            tracks,
            List.of(
                Filter.of("amix", "inputs", tracks.size(), "normalize", 0, "duration", "longest"),
                Filter.of("atrim", "end_sample", spec.samples())),
            List.of("sound")));
    Output output =
        new Output(
            SOUNDTRACK,
            List.of("[sound]"),
            List.of(
                "-c:a",
                "aac",
                "-b:a",
                spec.audioKbps() + "k",
                "-flags:a",
                "+bitexact",
                "-fflags",
                "+bitexact",
                "-f",
                "mp4"));
    return new Pass(
        inputs,
        new FilterGraph(chains),
        List.of(output),
        Pass.Clock.OF_SOURCE,
        RationalTime.ofSamples(spec.samples(), SoundtrackSpec.SAMPLE_RATE));
  }

  /** Exactly as many samples as planned, the first of them exactly the one that was meant. */
  private static FilterGraph.Chain chain(
      SoundtrackSpec.Piece piece, List<Input> inputs, String label) {
    Filter form =
        Filter.of(
            "aformat",
            "sample_fmts",
            "fltp",
            "sample_rates",
            SoundtrackSpec.SAMPLE_RATE,
            "channel_layouts",
            "stereo");
    Filter exactly = Filter.of("atrim", "end_sample", piece.samples());
    return switch (piece) {
      case SoundtrackSpec.Silence _ ->
          new FilterGraph.Chain(
              List.of(),
              List.of(
                  Filter.of(
                      "anullsrc",
                      "channel_layout",
                      "stereo",
                      "sample_rate",
                      SoundtrackSpec.SAMPLE_RATE),
                  form,
                  exactly),
              List.of(label));
      case SoundtrackSpec.Sounding sounding -> {
        RationalTime first = RationalTime.ofSamples(sounding.first(), SoundtrackSpec.SAMPLE_RATE);
        inputs.add(
            Input.from(
                sounding.sha256().hex(),
                sounding.demuxer(),
                before(sounding.zero().plus(first), sounding.demuxer())));
        yield new FilterGraph.Chain(
            List.of(inputs.size() - 1 + ":" + sounding.stream().index()),
            List.of(
                Filter.of("asetpts", "expr", "PTS-" + sounding.zero().seconds() + "/TB"),
                Filter.of("aresample", "sample_rate", SoundtrackSpec.SAMPLE_RATE),
                form,
                Filter.of("atrim", "start_pts", sounding.first()),
                Filter.of(
                    "aresample", "async", 1, "first_pts", sounding.first(), "min_hard_comp", "0.1"),
                Filter.of("asetpts", "expr", "N/SR/TB"),
                Filter.of("apad", "whole_len", sounding.samples()),
                exactly),
            List.of(label));
      }
    };
  }

  /** Ticks from frame to frame. */
  static long step(FrameRate rate) {
    return RationalTime.ofFrames(timescale(rate), rate).seconds().numerator().longValueExact();
  }

  /** All segments end to end by packet copy, and the soundtrack beside them. */
  static Pass whole(FrameRate rate, boolean hasSound, RationalTime length) {
    List<Input> inputs = new ArrayList<>(List.of(Input.whole(LIST, Demuxer.CONCAT)));
    List<String> streams = new ArrayList<>(List.of("0:v"));
    if (hasSound) {
      inputs.add(Input.whole(SOUNDTRACK, Demuxer.MOV));
      streams.add("1:a");
    }
    String scale = Long.toString(timescale(rate));
    List<String> options = new ArrayList<>(List.of("-c", "copy"));
    options.addAll(Concat.onFrames(timescale(rate), rate));
    options.addAll(List.of("-video_track_timescale", scale, "-movie_timescale", scale));
    options.addAll(List.of("-movflags", "+faststart", "-fflags", "+bitexact", "-f", "mp4"));
    Output output = new Output(WHOLE, streams, options);
    return new Pass(
        inputs, new FilterGraph(List.of()), List.of(output), Pass.Clock.FROM_ZERO, length);
  }
}
