package io.patchwork.worker.ffmpeg;

import java.util.List;

/**
 * What a capability wants out of a pass over one source: an output, and the taps that it is made
 * from.
 *
 * @param file name in the job's {@code out} folder
 * @param kind where it goes
 */
public record OutputSpec(String file, List<Tap> taps, Encoding encoding, Kind kind) {

  /** Where an output goes. */
  public enum Kind {
    /** To disk. */
    FILE,
    /** To somebody who hears it while it is made; it never lies on disk. */
    STREAM,
    /** Nowhere. */
    NOTHING
  }

  public OutputSpec {
    taps = List.copyOf(taps);
  }

  /** Whether somebody hears it. */
  public boolean isPipe() {
    return kind == Kind.STREAM;
  }

  /** A file. */
  public static OutputSpec file(String file, List<Tap> taps, Encoding encoding) {
    return new OutputSpec(file, taps, encoding, Kind.FILE);
  }

  /**
   * No output: what is wanted is what the tap's filters write beside.
   *
   * @param name of what is wanted, for whoever reads the pass
   */
  public static OutputSpec nothing(String name, Tap tap) {
    return new OutputSpec(name, List.of(tap), Encoding.nothing(), Kind.NOTHING);
  }

  /** Bytes that are heard as they come: pictures or samples for somebody to look at. */
  public static OutputSpec stream(String file, Tap tap, Encoding encoding) {
    return new OutputSpec(file, List.of(tap), encoding, Kind.STREAM);
  }
}
