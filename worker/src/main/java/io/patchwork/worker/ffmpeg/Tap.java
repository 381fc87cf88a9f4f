package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import java.util.List;

/**
 * A place in the graph of a pass from which frames are taken: a stream of the source, or what
 * filters make of another tap. Equal taps are one place in the graph, so whoever wants the same
 * frames shares the work of making them.
 */
public sealed interface Tap {

  /** The source's picture. */
  static Tap video() {
    return new OfSource(StreamType.VIDEO);
  }

  /** The source's sound. */
  static Tap audio() {
    return new OfSource(StreamType.AUDIO);
  }

  /** What flows. */
  enum StreamType {
    VIDEO("split"),
    AUDIO("asplit");

    private final String split;

    StreamType(String split) {
      this.split = split;
    }

    /** The filter that hands the same frames to several. */
    String split() {
      return split;
    }
  }

  StreamType streamType();

  /** A stream of the source as it is decoded. */
  record OfSource(StreamType streamType) implements Tap {}

  /** What filters make of another tap's frames. */
  record Filtered(Tap from, List<Filter> filters) implements Tap {
    public Filtered {
      filters = List.copyOf(filters);
    }

    @Override
    public StreamType streamType() {
      return from.streamType();
    }
  }

  /**
   * A picture's frames at a constant rate, on a grid that is counted from the source's zero
   * whichever stretch of it is made; each carries its number on that grid as its time.
   */
  record ConstantRate(Tap from, FrameRate rate) implements Tap {
    @Override
    public StreamType streamType() {
      return StreamType.VIDEO;
    }
  }

  /** The frames of a stretch without those before it that filters had to see. */
  record Trimmed(Tap from) implements Tap {
    @Override
    public StreamType streamType() {
      return StreamType.VIDEO;
    }
  }

  /**
   * Some frames of a stretch, and its first: an output that begins late keeps FFmpeg from telling
   * its progress, and one that never begins fails the whole pass.
   *
   * @param expression is not zero for the frames that are wanted
   */
  record Selected(Tap from, String expression) implements Tap {
    @Override
    public StreamType streamType() {
      return StreamType.VIDEO;
    }
  }

  /** The frames of the stretch for which an expression is not zero, and its first. */
  default Tap select(String expression) {
    return new Selected(new Trimmed(this), expression);
  }

  default Tap atConstantRate(FrameRate rate) {
    return new ConstantRate(this, rate);
  }

  /** The frames of the stretch alone; to be taken on a grid. */
  default Tap trimmed() {
    return new Trimmed(this);
  }

  /** What filters make of the frames here; this tap itself where there are none. */
  default Tap through(List<Filter> filters) {
    return filters.isEmpty() ? this : new Filtered(this, filters);
  }

  default Tap through(Filter... filters) {
    return through(List.of(filters));
  }
}
