package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of FFmpeg: inputs, each decoded once, a filter graph, and the outputs. A value: planners
 * make it, tests compare it, {@link FFmpeg#run} runs it, and its {@link #arguments} replay it by
 * hand.
 *
 * @param loopbacks streams of the inputs that the graph takes in one form
 * @param timestamps how the timestamps of frames enter the graph
 * @param length duration of the output, for progress; null for a single image or where unknown
 */
public record Pass(
    List<Input> inputs,
    List<Loopback> loopbacks,
    FilterGraph graph,
    List<Output> outputs,
    Timestamps timestamps,
    @Nullable RationalTime length) {

  /** Without loopbacks: the graph takes the streams as they are decoded. */
  public Pass(
      List<Input> inputs,
      FilterGraph graph,
      List<Output> outputs,
      Timestamps timestamps,
      @Nullable RationalTime length) {
    this(inputs, List.of(), graph, outputs, timestamps, length);
  }

  /** How timestamps are counted. */
  public enum Timestamps {
    /** From zero, which is the start of the input's earliest stream. */
    FROM_ZERO,
    /** The container's own, so that a frame can be found by its PTS in the source. */
    COPY,
    /** As {@link #FROM_ZERO}, wherever decoding begins. */
    COPY_START_AT_ZERO
  }

  public Pass {
    inputs = List.copyOf(inputs);
    loopbacks = List.copyOf(loopbacks);
    outputs = List.copyOf(outputs);
  }

  /** How much of the inputs is decoded before the first output frame. */
  RationalTime lead() {
    return inputs.stream().map(Input::lead).reduce(RationalTime.ZERO, RationalTime::plus);
  }

  /** Bytes that the decoders of its video may need. */
  long decoderMemory() {
    return inputs.stream().mapToLong(Input::memory).sum();
  }

  /**
   * A pass that makes outputs from one input, which is decoded once.
   *
   * @param video the video stream, as in {@code 0:1}; ignored where no tap uses it
   * @param audio the audio stream, as in {@code 0:2}; ignored where no tap uses it
   */
  public static Pass of(
      Input input,
      String video,
      String audio,
      List<OutputSpec> specs,
      @Nullable RationalTime length) {
    return of(input, Timestamps.FROM_ZERO, video, audio, specs, length);
  }

  /**
   * The same with timestamps counted in a given way.
   *
   * @param timestamps how the timestamps of frames enter the graph
   */
  public static Pass of(
      Input input,
      Timestamps timestamps,
      String video,
      String audio,
      List<OutputSpec> specs,
      @Nullable RationalTime length) {
    return of(input, FrameRange.WHOLE, timestamps, video, audio, specs, length);
  }

  /**
   * A pass that makes outputs from a frame range of a video and decodes no more than it must.
   *
   * @param source the file, from its beginning
   * @param video the video stream, as in {@code 0:1}
   * @param rate the constant frame rate of the range
   */
  public static Pass of(
      Input source, FrameRange range, String video, FrameRate rate, List<OutputSpec> specs) {
    @Nullable RationalTime length =
        range.end() < 0 ? null : RationalTime.ofFrames(range.end() - range.first(), rate);
    Input entered = source.from(range.seekTime(rate));
    Timestamps timestamps = range.isWhole() ? Timestamps.FROM_ZERO : Timestamps.COPY_START_AT_ZERO;
    return of(entered, range, timestamps, video, "", specs, length);
  }

  private static Pass of(
      Input input,
      FrameRange range,
      Timestamps timestamps,
      String video,
      String audio,
      List<OutputSpec> specs,
      @Nullable RationalTime length) {
    GraphBuilder graph =
        new GraphBuilder(Map.of(Tap.StreamType.VIDEO, video, Tap.StreamType.AUDIO, audio), range);
    List<Output> outputs = graph.outputs(specs);
    return new Pass(List.of(input), graph.loopbacks(), graph.graph(), outputs, timestamps, length);
  }

  /** Whether decoding begins in the middle of an input. */
  boolean isEntered() {
    return inputs.stream().anyMatch(Input::isEntered);
  }

  /** FFmpeg's options that seek in an input and open it. */
  List<String> inputArguments(Input input) {
    List<String> arguments = new ArrayList<>();
    if (input.isEntered()) {
      arguments.add("-noaccurate_seek");
      if (timestamps != Timestamps.COPY_START_AT_ZERO) {
        arguments.addAll(List.of("-seek_timestamp", "1"));
      }
      arguments.addAll(List.of("-ss", input.from().toDecimalString()));
    }
    arguments.addAll(input.arguments());
    return arguments;
  }

  /** FFmpeg's arguments, to be run in the job's {@code out} folder. */
  public List<String> arguments() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-hide_banner",
                "-nostdin",
                "-nostats",
                "-v",
                "error",
                "-y",
                "-progress",
                "pipe:1",
                "-stats_period",
                "0.5",
                "-max_alloc",
                "1073741824"));
    arguments.addAll(
        switch (timestamps) {
          case FROM_ZERO -> List.of();
          case COPY -> List.of("-copyts");
          case COPY_START_AT_ZERO -> List.of("-copyts", "-start_at_zero");
        });
    inputs.forEach(input -> arguments.addAll(inputArguments(input)));
    for (int i = 0; i < loopbacks.size(); i++) {
      arguments.addAll(loopbacks.get(i).arguments(i));
    }
    if (!graph.isEmpty()) {
      arguments.addAll(List.of("-filter_complex", graph.toString()));
    }
    outputs.forEach(output -> arguments.addAll(output.arguments()));
    return arguments;
  }
}
