package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of FFmpeg: inputs, each decoded once, a filter graph, and the files that come out. A
 * value: planners make it, tests read it, {@link FFmpeg#run} runs it, and its {@link #arguments}
 * replay it by hand.
 *
 * @param timestamps whose time the frames carry into the graph
 * @param length of what comes out, for progress; null where it is one picture or unknown
 */
public record Pass(
    List<Input> inputs,
    FilterGraph graph,
    List<Output> outputs,
    Timestamps timestamps,
    @Nullable RationalTime length) {

  /** Whose time frames carry. */
  public enum Timestamps {
    /** From zero, the earliest stream of an input being at zero. */
    FROM_ZERO,
    /** The container's own, so that a frame can be found by where it is in its source. */
    COPY,
    /** As from zero, wherever decoding begins. */
    COPY_START_AT_ZERO
  }

  public Pass {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** How much of its inputs is decoded before the first frame comes out. */
  RationalTime lead() {
    return inputs.stream().map(Input::lead).reduce(RationalTime.ZERO, RationalTime::plus);
  }

  /**
   * A pass that makes products from one input, decoding it once however many they are.
   *
   * @param video what the picture is in the input, as in {@code 0:1}; of no use without one
   * @param audio what the sound is in the input; of no use without one
   */
  public static Pass of(
      Input input,
      String video,
      String audio,
      List<OutputSpec> specs,
      @Nullable RationalTime length) {
    return of(input, FrameRange.WHOLE, video, audio, specs, length);
  }

  /**
   * A pass that makes products from a stretch of a picture, decoding no more than it must.
   *
   * @param source the file, from its beginning
   * @param video what it is in the input, as in {@code 0:1}
   * @param rate of the frames that the stretch counts
   */
  public static Pass of(
      Input source, FrameRange stretch, String video, FrameRate rate, List<OutputSpec> specs) {
    @Nullable RationalTime length =
        stretch.end() < 0 ? null : RationalTime.ofFrames(stretch.end() - stretch.first(), rate);
    Input entered = source.from(stretch.from(rate));
    return of(entered, stretch, video, "", specs, length);
  }

  private static Pass of(
      Input input,
      FrameRange stretch,
      String video,
      String audio,
      List<OutputSpec> specs,
      @Nullable RationalTime length) {
    GraphBuilder graph =
        new GraphBuilder(Map.of(Tap.StreamType.VIDEO, video, Tap.StreamType.AUDIO, audio), stretch);
    List<Output> outputs = graph.outputs(specs);
    return new Pass(
        List.of(input),
        graph.graph(),
        outputs,
        stretch.isWhole() ? Timestamps.FROM_ZERO : Timestamps.COPY_START_AT_ZERO,
        length);
  }

  /** Whether decoding begins somewhere in the middle. */
  boolean isEntered() {
    return inputs.stream().anyMatch(Input::isEntered);
  }

  /** What opens an input where it is entered, which is a time of the pass's clock. */
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
    if (!graph.isEmpty()) {
      arguments.addAll(List.of("-filter_complex", graph.toString()));
    }
    outputs.forEach(output -> arguments.addAll(output.arguments()));
    return arguments;
  }
}
