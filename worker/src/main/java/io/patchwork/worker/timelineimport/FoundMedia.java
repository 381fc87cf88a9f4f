package io.patchwork.worker.timelineimport;

import java.nio.file.Path;

/**
 * A media file that was not where the timeline says, and was found by its name.
 *
 * @param url as the timeline has it; of an image sequence, that of its first image
 */
public record FoundMedia(String url, String file) {
  static FoundMedia of(String url, Path file) {
    return new FoundMedia(url, file.toString());
  }
}
