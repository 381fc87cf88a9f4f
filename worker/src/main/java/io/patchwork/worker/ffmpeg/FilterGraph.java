package io.patchwork.worker.ffmpeg;

import java.util.List;
import java.util.stream.Collectors;

/** A filter graph: filter chains connected by pad labels. */
public record FilterGraph(List<Chain> chains) {

  /** A filter chain with the labels of its input and output pads. */
  public record Chain(List<String> from, List<Filter> filters, List<String> to) {

    public Chain {
      from = List.copyOf(from);
      filters = List.copyOf(filters);
      to = List.copyOf(to);
    }

    @Override
    public String toString() {
      return pads(from)
          + filters.stream().map(Filter::toString).collect(Collectors.joining(","))
          + pads(to);
    }

    private static String pads(List<String> labels) {
      return labels.stream().map(label -> "[" + label + "]").collect(Collectors.joining());
    }
  }

  public FilterGraph {
    chains = List.copyOf(chains);
  }

  public boolean isEmpty() {
    return chains.isEmpty();
  }

  @Override
  public String toString() {
    return chains.stream().map(Chain::toString).collect(Collectors.joining(";"));
  }
}
