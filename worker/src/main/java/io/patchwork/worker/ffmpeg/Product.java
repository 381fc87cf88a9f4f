package io.patchwork.worker.ffmpeg;

import java.util.List;

/**
 * What a capability wants out of a pass over one source: an output, and the taps that it is made
 * from.
 *
 * @param file name in the job's {@code out} folder
 * @param options codec and muxer options
 * @param isStream whether it is heard while it is made and never lies on disk
 */
public record Product(String file, List<Tap> taps, List<String> options, boolean isStream) {

  public Product {
    taps = List.copyOf(taps);
    options = List.copyOf(options);
  }

  /** A file. */
  public static Product file(String file, List<Tap> taps, List<String> options) {
    return new Product(file, taps, options, false);
  }

  /** Bytes that are heard as they come: pictures or samples for somebody to look at. */
  public static Product stream(String file, Tap tap, List<String> options) {
    return new Product(file, List.of(tap), options, true);
  }
}
