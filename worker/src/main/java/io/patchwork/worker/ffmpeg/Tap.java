package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import java.util.List;

/**
 * A point in the filter graph from which outputs are fed: a stream of the source, or another tap
 * through filters. Equal taps are one point in the graph, so outputs that need the same frames
 * share the work.
 */
public sealed interface Tap {

  /** The source's video. */
  static Tap video() {
    return new OfSource(StreamType.VIDEO);
  }

  /** The source's audio. */
  static Tap audio() {
    return new OfSource(StreamType.AUDIO);
  }

  /** Video or audio. */
  enum StreamType {
    VIDEO("split"),
    AUDIO("asplit");

    private final String split;

    StreamType(String split) {
      this.split = split;
    }

    /** The filter that copies its input to several outputs. */
    String split() {
      return split;
    }
  }

  StreamType streamType();

  /** A decoded stream of the source. */
  record OfSource(StreamType streamType) implements Tap {}

  /**
   * A stream of the source in one form, whatever changes in the middle of it.
   *
   * @param filters that bring every frame into the form
   */
  record Steady(StreamType streamType, List<Filter> filters) implements Tap {
    public Steady {
      filters = List.copyOf(filters);
    }
  }

  /** Another tap's frames through filters. */
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
   * Video frames at a constant rate, on a grid that is counted from the source's zero whichever
   * frame range is made; the PTS of each is its number on that grid.
   */
  record ConstantRate(Tap from, FrameRate rate) implements Tap {
    @Override
    public StreamType streamType() {
      return StreamType.VIDEO;
    }
  }

  /** The frames of the range, without the lead that filters need before it. */
  record Trimmed(Tap from) implements Tap {
    @Override
    public StreamType streamType() {
      return StreamType.VIDEO;
    }
  }

  /**
   * Video whose last frame stands until a number of frames is full; only where the range is open.
   *
   * @param end frame after the last
   */
  record Held(Tap from, long end) implements Tap {
    @Override
    public StreamType streamType() {
      return StreamType.VIDEO;
    }
  }

  /**
   * Selected frames of the range, and its first: an output that begins late keeps FFmpeg from
   * reporting progress, and one that never begins fails the whole pass.
   *
   * @param expression FFmpeg expression that is not zero for the selected frames
   */
  record Selected(Tap from, String expression) implements Tap {
    @Override
    public StreamType streamType() {
      return StreamType.VIDEO;
    }
  }

  /** The frames of the range for which an expression is not zero, and its first. */
  default Tap select(String expression) {
    return new Selected(new Trimmed(this), expression);
  }

  default Tap atConstantRate(FrameRate rate) {
    return new ConstantRate(this, rate);
  }

  /** The last frame held until a frame number; only after {@link #atConstantRate}. */
  default Tap heldUntil(long end) {
    return new Held(this, end);
  }

  /** The frames of the range alone; only after {@link #atConstantRate}. */
  default Tap trimmed() {
    return new Trimmed(this);
  }

  /** This tap through filters; this tap itself where there are none. */
  default Tap through(List<Filter> filters) {
    return filters.isEmpty() ? this : new Filtered(this, filters);
  }

  default Tap through(Filter... filters) {
    return through(List.of(filters));
  }
}
