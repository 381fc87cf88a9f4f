package io.patchwork.worker;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.SubtitleTracks;
import io.patchwork.worker.ffmpeg.Tap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Passes and what is in them as lines for goldens: one filter a line, one option a line. */
public final class PlanText {

  private static final int WIDE = 90;

  private PlanText() {}

  /** Inputs, graph and outputs. */
  public static String pass(Pass pass) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < pass.inputs().size(); i++) {
      lines.add("input " + i + ": " + input(pass.inputs().get(i)));
    }
    lines.add(
        "clock "
            + pass.timestamps()
            + ", length "
            + (pass.length() == null ? "unknown" : pass.length() + " s"));
    if (!pass.graph().isEmpty()) {
      lines.add(graph(pass.graph()));
    }
    pass.outputs().forEach(output -> lines.add(output(output)));
    return String.join("\n", lines);
  }

  /** A file and how it is opened. */
  public static String input(Input input) {
    String text = input.file() + " read by " + input.demuxer();
    if (input.from().compareTo(RationalTime.ZERO) > 0) {
      text += ", from " + input.from().toDecimalString() + " s";
    }
    if (input.decoding() != Input.Decoding.EXACT) {
      text += ", " + input.decoding();
    }
    if (input.rate() != null) {
      text += ", " + input.rate() + " pictures a second";
    }
    return input.lead().equals(RationalTime.ZERO)
        ? text
        : text + ", " + input.lead().toDecimalString() + " s before what is wanted";
  }

  /** Chains in order, one filter a line. */
  public static String graph(FilterGraph graph) {
    return graph.chains().stream().map(PlanText::chain).collect(Collectors.joining("\n"));
  }

  /** The same with those chains alone that feed some labels: the others are another golden's. */
  public static String graph(FilterGraph graph, Predicate<String> isShown) {
    return graph(
        new FilterGraph(
            graph.chains().stream()
                .filter(chain -> chain.to().stream().anyMatch(isShown))
                .toList()));
  }

  private static String chain(FilterGraph.Chain chain) {
    String from = pads(chain.from());
    if (chain.filters().size() == 1) {
      return (from + " " + filter(chain.filters().getFirst()) + " -> " + pads(chain.to())).strip();
    }
    String filters =
        chain.filters().stream()
            .map(filter -> "\n  " + filter(filter))
            .collect(Collectors.joining());
    return (from + " -> " + pads(chain.to())).strip() + filters;
  }

  private static String pads(List<String> labels) {
    return labels.stream().map(label -> "[" + label + "]").collect(Collectors.joining());
  }

  /**
   * A filter and its options, without FFmpeg's escapes. The usual tags go by a name: a golden of
   * {@code ConformTest} shows them.
   */
  public static String filter(Filter filter) {
    return filter.equals(HouseFormat.tagged()) ? "setparams (the tags of HD video)" : raw(filter);
  }

  /** A filter and all of its options. */
  public static String raw(Filter filter) {
    return filter.options().stream()
        .map(option -> " " + option.name() + "=" + option.value())
        .collect(Collectors.joining("", filter.name(), ""));
  }

  /** Filters, one a line. */
  public static String filters(List<Filter> filters) {
    return filters.stream().map(PlanText::filter).collect(Collectors.joining("\n"));
  }

  /** What is written. */
  public static String output(Output output) {
    return output.kind()
        + " "
        + output.file()
        + " of "
        + Stream.concat(
                output.streams().stream(),
                output.subtitles().tracks().stream().map(SubtitleTracks.Track::stream))
            .collect(Collectors.joining(" "))
        + "\n"
        + indented(options(output.encoding().options()))
        + (output.chapters() == Output.NO_CHAPTERS
            ? ""
            : "\n  chapters of input " + output.chapters())
        + (output.subtitles().tracks().isEmpty()
            ? ""
            : "\n" + indented(options(output.subtitles().options())));
  }

  /** What is wanted, and its options. */
  public static String output(OutputSpec output) {
    return output.kind()
        + " "
        + output.file()
        + "\n"
        + indented(options(output.encoding().options()));
  }

  /** What is wanted of a source, and what is done to its picture and its sound for it. */
  public static String outputs(List<OutputSpec> outputs, @Nullable RationalTime length) {
    Pass pass = Pass.of(Input.whole("source", Demuxer.MOV), "picture", "sound", outputs, length);
    return graph(pass.graph())
        + "\n"
        + pass.outputs().stream().map(PlanText::output).collect(Collectors.joining("\n"));
  }

  /** What is made of a source, each with its products. */
  public static String specs(List<ArtifactSpec> specs) {
    List<String> lines = new ArrayList<>();
    for (ArtifactSpec each : specs) {
      lines.add(
          each.noun()
              + (each.isOptional() ? ", may be missed" : "")
              + (each.needsKeyFramesOnly() ? ", of key frames" : ""));
      each.outputs().forEach(output -> lines.add("  " + line(output)));
    }
    return String.join("\n", lines);
  }

  private static String line(OutputSpec output) {
    return output.kind()
        + " "
        + output.file()
        + output.taps().stream().map(tap -> ": " + tap(tap)).collect(Collectors.joining());
  }

  /** The sizes and rates that a tap goes through. */
  private static String tap(Tap tap) {
    return switch (tap) {
      case Tap.OfSource source -> source.streamType().toString().toLowerCase(Locale.ROOT);
      case Tap.Steady steady -> "steady " + steady.streamType().toString().toLowerCase(Locale.ROOT);
      case Tap.ConstantRate(Tap from, FrameRate rate) ->
          tap(from) + ", at " + plain(rate.toString());
      case Tap.Trimmed(Tap from) -> tap(from);
      case Tap.Held(Tap from, long end) -> tap(from) + ", held until " + end;
      case Tap.Selected(Tap from, String _) -> tap(from) + ", picked";
      case Tap.Filtered(Tap from, List<Filter> filters) ->
          tap(from) + filters.stream().map(PlanText::word).collect(Collectors.joining());
    };
  }

  private static String word(Filter filter) {
    List<String> values = filter.options().stream().map(Filter.Option::value).toList();
    return switch (filter.name()) {
      case "scale" ->
          filter.options().getFirst().name().equals("w")
              ? ", " + values.get(0) + "x" + values.get(1)
              : "";
      case "format" -> ", " + values.getFirst();
      case "bwdif", "tonemap", "select" -> ", " + filter.name();
      case "aresample" -> ", " + values.getFirst() + " Hz";
      default -> "";
    };
  }

  /** Command line options, one a line with its values; long lists are broken at their commas. */
  public static String options(List<String> options) {
    StringBuilder text = new StringBuilder();
    for (String word : options) {
      boolean isOption = word.matches("-[a-zA-Z].*");
      text.append(text.isEmpty() ? "" : isOption ? "\n" : " ").append(wrapped(word));
    }
    return text.toString();
  }

  private static String wrapped(String word) {
    return word.length() <= WIDE
        ? word
        : word.replaceAll("(.{1," + (WIDE - 4) + "},)", "\n    $1").replaceAll(",\n", ",\n");
  }

  /** Without denominators that are 1. */
  public static String plain(String text) {
    return text.replaceAll("(?<![0-9/])(-?[0-9]+)/1(?![0-9/])", "$1");
  }

  private static String indented(String text) {
    return text.lines().map(line -> "  " + line).collect(Collectors.joining("\n"));
  }
}
