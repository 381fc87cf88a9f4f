package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the graph of a pass over one source out of the taps that its products want: each tap once,
 * split where several take from it. For one graph.
 */
final class GraphBuilder {

  private final Map<Tap.StreamType, String> streams;
  private final FrameRange stretch;

  /** Who takes from a tap, as labels that are handed out in order. */
  private final Map<Tap, Deque<String>> takers = new LinkedHashMap<>();

  private final List<FilterGraph.Chain> chains = new ArrayList<>();
  private int labels;

  /**
   * A builder.
   *
   * @param streams the source's stream of each medium that is tapped, as in {@code 0:1}
   * @param stretch of the picture that is made
   */
  GraphBuilder(Map<Tap.StreamType, String> streams, FrameRange stretch) {
    this.streams = Map.copyOf(streams);
    this.stretch = stretch;
  }

  /** The outputs of products; to be called once, before {@link #graph}. */
  List<Output> outputs(List<OutputSpec> specs) {
    for (OutputSpec spec : specs) {
      spec.taps().forEach(this::take);
    }
    takers.forEach((tap, labels) -> chains.add(chain(tap, List.copyOf(labels))));
    List<Output> outputs = new ArrayList<>();
    for (OutputSpec spec : specs) {
      List<String> from = spec.taps().stream().map(tap -> "[" + next(tap) + "]").toList();
      outputs.add(new Output(spec.file(), from, spec.encoding(), spec.kind()));
    }
    return outputs;
  }

  /** Notes that somebody takes from a tap, and, for the first, that the tap takes from its own. */
  private void take(Tap tap) {
    Deque<String> known = takers.get(tap);
    if (known == null) {
      switch (tap) {
        case Tap.OfSource _ -> {}
        case Tap.Filtered(Tap from, List<Filter> _) -> take(from);
        case Tap.ConstantRate(Tap from, FrameRate _) -> take(from);
        case Tap.Trimmed(Tap from) -> take(from);
        case Tap.Selected(Tap from, String _) -> take(from);
      }
      known = new ArrayDeque<>();
      takers.put(tap, known);
    }
    known.add("t" + labels++);
  }

  private String next(Tap tap) {
    return Objects.requireNonNull(takers.get(tap)).remove();
  }

  private FilterGraph.Chain chain(Tap tap, List<String> to) {
    List<Filter> filters = new ArrayList<>();
    String from =
        switch (tap) {
          case Tap.OfSource(Tap.StreamType streamType) ->
              Objects.requireNonNull(streams.get(streamType));
          case Tap.Filtered(Tap before, List<Filter> through) -> {
            filters.addAll(through);
            yield next(before);
          }
          case Tap.ConstantRate(Tap before, FrameRate rate) -> {
            filters.addAll(atConstantRate(rate));
            yield next(before);
          }
          case Tap.Selected(Tap before, String expression) -> {
            String first = stretch.first() > 0 ? "+eq(pts," + stretch.first() + ")" : "";
            filters.add(Filter.of("select", "expr", expression + first));
            yield next(before);
          }
          case Tap.Trimmed(Tap before) -> {
            if (stretch.first() > stretch.lead()) {
              filters.add(Filter.of("trim", "start_pts", stretch.first()));
            }
            yield next(before);
          }
        };
    if (to.size() > 1 || filters.isEmpty()) {
      filters.add(Filter.of(tap.streamType().split(), "outputs", to.size()));
    }
    return new FilterGraph.Chain(List.of(from), filters, to);
  }

  /** After {@code fps} a tick is a frame, so that a frame's time is its number. */
  private List<Filter> atConstantRate(FrameRate rate) {
    Filter fps =
        Filter.of(
            "fps",
            "fps",
            rate,
            "start_time",
            RationalTime.ofFrames(stretch.lead(), rate).toDecimalString());
    return stretch.end() < 0
        ? List.of(fps)
        : List.of(fps, Filter.of("trim", "end_pts", stretch.end()));
  }

  FilterGraph graph() {
    return new FilterGraph(chains);
  }
}
