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
 * Builds the filter graph of a pass over one source from the taps of its output specs: each tap
 * once, split where several outputs use it. For one graph.
 */
final class GraphBuilder {

  private final Map<Tap.StreamType, String> streams;
  private final FrameRange range;

  /** The pad labels of each tap's consumers, handed out in order. */
  private final Map<Tap, Deque<String>> labelsByTap = new LinkedHashMap<>();

  private final List<FilterGraph.Chain> chains = new ArrayList<>();
  private final List<Loopback> loopbacks = new ArrayList<>();
  private int labels;

  /**
   * A builder.
   *
   * @param streams the stream specifier of each tapped stream type, as in {@code 0:1}
   * @param range the frames of the video that are made
   */
  GraphBuilder(Map<Tap.StreamType, String> streams, FrameRange range) {
    this.streams = Map.copyOf(streams);
    this.range = range;
  }

  /** The outputs of the specs; call it once, before {@link #graph}. */
  List<Output> outputs(List<OutputSpec> specs) {
    for (OutputSpec spec : specs) {
      spec.taps().stream().filter(tap -> !isUntouched(tap)).forEach(this::addConsumer);
    }
    labelsByTap.forEach((tap, labels) -> chains.add(chain(tap, List.copyOf(labels))));
    List<Output> outputs = new ArrayList<>();
    for (OutputSpec spec : specs) {
      List<String> from = spec.taps().stream().map(this::streamOf).toList();
      outputs.add(new Output(spec.file(), from, spec.encoding(), spec.kind()));
    }
    return outputs;
  }

  /**
   * Whether it is a stream as decoded. Such a stream is mapped beside the graph: where it changes
   * in the middle, FFmpeg builds every graph again that it goes through.
   */
  private static boolean isUntouched(Tap tap) {
    return tap instanceof Tap.OfSource;
  }

  private String streamOf(Tap tap) {
    return isUntouched(tap) ? source(tap.streamType()) : "[" + next(tap) + "]";
  }

  /**
   * Adds a consumer to a tap and, for the first, a consumer to the tap that this one is fed from.
   */
  private void addConsumer(Tap tap) {
    Deque<String> tapLabels = labelsByTap.get(tap);
    if (tapLabels == null) {
      switch (tap) {
        case Tap.OfSource _, Tap.Steady _ -> {}
        case Tap.Filtered(Tap from, List<Filter> _) -> addConsumer(from);
        case Tap.ConstantRate(Tap from, FrameRate _) -> addConsumer(from);
        case Tap.Trimmed(Tap from) -> addConsumer(from);
        case Tap.Held(Tap from, long _) -> addConsumer(from);
        case Tap.Selected(Tap from, String _) -> addConsumer(from);
      }
      tapLabels = new ArrayDeque<>();
      labelsByTap.put(tap, tapLabels);
    }
    tapLabels.add("t" + labels++);
  }

  private String next(Tap tap) {
    return Objects.requireNonNull(labelsByTap.get(tap)).remove();
  }

  private FilterGraph.Chain chain(Tap tap, List<String> to) {
    List<Filter> filters = new ArrayList<>();
    String from =
        switch (tap) {
          case Tap.OfSource(Tap.StreamType streamType) -> source(streamType);
          case Tap.Steady(Tap.StreamType streamType, List<Filter> steadying) -> {
            loopbacks.add(new Loopback(source(streamType), streamType, steadying));
            yield Loopback.pad(loopbacks.size() - 1);
          }
          case Tap.Filtered(Tap before, List<Filter> through) -> {
            filters.addAll(through);
            yield next(before);
          }
          case Tap.ConstantRate(Tap before, FrameRate rate) -> {
            filters.addAll(atConstantRate(rate));
            yield next(before);
          }
          case Tap.Selected(Tap before, String expression) -> {
            String first = range.first() > 0 ? "+eq(pts," + range.first() + ")" : "";
            filters.add(Filter.of("select", "expr", expression + first));
            yield next(before);
          }
          case Tap.Held(Tap before, long end) -> {
            if (range.end() < 0) {
              filters.add(Filter.of("tpad", "stop_mode", "clone", "stop", -1));
              filters.add(Filter.of("trim", "end_pts", end));
            }
            yield next(before);
          }
          case Tap.Trimmed(Tap before) -> {
            if (range.first() > range.lead()) {
              filters.add(Filter.of("trim", "start_pts", range.first()));
            }
            yield next(before);
          }
        };
    if (to.size() > 1 || filters.isEmpty()) {
      filters.add(Filter.of(tap.streamType().split(), "outputs", to.size()));
    }
    return new FilterGraph.Chain(List.of(from), filters, to);
  }

  private String source(Tap.StreamType streamType) {
    return Objects.requireNonNull(streams.get(streamType));
  }

  /** After {@code fps} a tick is a frame, so that a frame's PTS is its number. */
  private List<Filter> atConstantRate(FrameRate rate) {
    Filter fps =
        Filter.of(
            "fps",
            "fps",
            rate,
            "start_time",
            RationalTime.ofFrames(range.lead(), rate).toDecimalString());
    return range.end() < 0 ? List.of(fps) : List.of(fps, Filter.of("trim", "end_pts", range.end()));
  }

  List<Loopback> loopbacks() {
    return loopbacks;
  }

  FilterGraph graph() {
    return new FilterGraph(chains);
  }
}
