package io.patchwork.worker.ffmpeg;

import java.util.List;

/**
 * What a capability wants from a pass over one source: an output and the taps that feed it.
 *
 * @param file name in the job's {@code out} folder
 * @param kind where it goes
 */
public record OutputSpec(String file, List<Tap> taps, Encoding encoding, Kind kind) {

  /** Where an output goes. */
  public enum Kind {
    /** To a file on disk. */
    FILE,
    /** To a pipe reader while the pass runs; never on disk. */
    STREAM,
    /** Nowhere. */
    NOTHING
  }

  public OutputSpec {
    taps = List.copyOf(taps);
  }

  /** Whether a pipe reader reads it. */
  public boolean isPipe() {
    return kind == Kind.STREAM;
  }

  /** A file. */
  public static OutputSpec file(String file, List<Tap> taps, Encoding encoding) {
    return new OutputSpec(file, taps, encoding, Kind.FILE);
  }

  /**
   * No output: only the files that the tap's filters write.
   *
   * @param name for readers of the pass
   */
  public static OutputSpec nothing(String name, Tap tap) {
    return new OutputSpec(name, List.of(tap), Encoding.nothing(), Kind.NOTHING);
  }

  /** A piped output: frames or samples for a pipe reader to analyse. */
  public static OutputSpec stream(String file, Tap tap, Encoding encoding) {
    return new OutputSpec(file, List.of(tap), encoding, Kind.STREAM);
  }
}
