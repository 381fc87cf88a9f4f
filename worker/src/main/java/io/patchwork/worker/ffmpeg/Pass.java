package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of FFmpeg: inputs, each decoded once, a filter graph, and the files that come out. A
 * value: planners make it, tests read it, {@link FFmpeg#run} runs it, and its {@link #arguments}
 * replay it by hand.
 *
 * @param clock whose time the frames carry into the graph
 * @param length of what comes out, for progress; null where it is one picture or unknown
 */
public record Pass(
    List<Input> inputs,
    FilterGraph graph,
    List<Output> outputs,
    Clock clock,
    @Nullable RationalTime length) {

  /** Whose time frames carry. */
  public enum Clock {
    /** From zero, the earliest stream of an input being at zero. */
    FROM_ZERO,
    /** The container's own, so that a frame can be found by where it is in its source. */
    OF_SOURCE
  }

  public Pass {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * A pass that makes products from one input, decoding it once however many they are.
   *
   * @param pictureStream index of the picture stream in the input, or -1
   * @param soundStream index of the sound stream in the input, or -1
   */
  public static Pass of(
      Input input,
      int pictureStream,
      int soundStream,
      List<Product> products,
      @Nullable RationalTime length) {
    List<FilterGraph.Chain> chains = new ArrayList<>();
    chains.addAll(split(Product.Tap.PICTURE, pictureStream, "split", products));
    chains.addAll(split(Product.Tap.SOUND, soundStream, "asplit", products));
    List<Output> outputs = new ArrayList<>();
    int branch = 0;
    for (Product product : products) {
      List<String> streams = new ArrayList<>();
      for (Product.Leg leg : product.legs()) {
        String to = "out" + branch;
        chains.add(
            new FilterGraph.Chain(List.of(leg.tap().label(branch)), leg.filters(), List.of(to)));
        streams.add("[" + to + "]");
        branch++;
      }
      outputs.add(new Output(product.file(), streams, product.options()));
    }
    return new Pass(List.of(input), new FilterGraph(chains), outputs, Clock.FROM_ZERO, length);
  }

  /** One branch of the tapped stream for each leg that wants it. */
  private static List<FilterGraph.Chain> split(
      Product.Tap tap, int stream, String filter, List<Product> products) {
    List<String> branches = new ArrayList<>();
    int branch = 0;
    for (Product product : products) {
      for (Product.Leg leg : product.legs()) {
        if (leg.tap() == tap) {
          branches.add(tap.label(branch));
        }
        branch++;
      }
    }
    return branches.isEmpty()
        ? List.of()
        : List.of(
            new FilterGraph.Chain(
                List.of("0:" + stream),
                List.of(Filter.of(filter, "outputs", branches.size())),
                branches));
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
    if (clock == Clock.OF_SOURCE) {
      arguments.add("-copyts");
    }
    inputs.forEach(input -> arguments.addAll(input.arguments()));
    if (!graph.isEmpty()) {
      arguments.addAll(List.of("-filter_complex", graph.toString()));
    }
    outputs.forEach(output -> arguments.addAll(output.arguments()));
    return arguments;
  }
}
