package io.patchwork.worker.ffmpeg;

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

  private final Map<Tap.Medium, String> streams;

  /** Who takes from a tap, as labels that are handed out in order. */
  private final Map<Tap, Deque<String>> takers = new LinkedHashMap<>();

  private final List<FilterGraph.Chain> chains = new ArrayList<>();
  private int labels;

  /**
   * A builder.
   *
   * @param streams the source's stream of each medium that is tapped, as in {@code 0:1}
   */
  GraphBuilder(Map<Tap.Medium, String> streams) {
    this.streams = Map.copyOf(streams);
  }

  /** The outputs of products; to be called once, before {@link #graph}. */
  List<Output> outputs(List<Product> products) {
    for (Product product : products) {
      product.taps().forEach(this::take);
    }
    takers.forEach((tap, labels) -> chains.add(chain(tap, List.copyOf(labels))));
    List<Output> outputs = new ArrayList<>();
    for (Product product : products) {
      List<String> from = product.taps().stream().map(tap -> "[" + next(tap) + "]").toList();
      outputs.add(new Output(product.file(), from, product.options(), product.kind()));
    }
    return outputs;
  }

  /** Notes that somebody takes from a tap, and, for the first, that the tap takes from its own. */
  private void take(Tap tap) {
    Deque<String> known = takers.get(tap);
    if (known == null) {
      if (tap instanceof Tap.Filtered filtered) {
        take(filtered.from());
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
          case Tap.OfSource(Tap.Medium medium) -> Objects.requireNonNull(streams.get(medium));
          case Tap.Filtered filtered -> {
            filters.addAll(filtered.filters());
            yield next(filtered.from());
          }
        };
    if (to.size() > 1 || filters.isEmpty()) {
      filters.add(Filter.of(tap.medium().split(), "outputs", to.size()));
    }
    return new FilterGraph.Chain(List.of(from), filters, to);
  }

  FilterGraph graph() {
    return new FilterGraph(chains);
  }
}
