package io.patchwork.worker.ffmpeg;

import tools.jackson.databind.JsonNode;

/**
 * The still pictures that a file holds as items (ISO/IEC 23008-12), which FFprobe lists like
 * tracks.
 */
final class HeifItems {

  private HeifItems() {}

  /**
   * Whether a stream of a film is a still beside its tracks: the one that stands for a sequence.
   */
  static boolean areBesideTracks(JsonNode root, JsonNode stream) {
    boolean isFilm = !root.has("frames");
    return isFilm
        && isItem(stream)
        && root.path("streams")
            .valueStream()
            .anyMatch(
                other -> other.path("codec_type").asString("").equals("video") && !isItem(other));
  }

  /** A track has a duration and a clock of its own. */
  private static boolean isItem(JsonNode stream) {
    return stream.path("time_base").asString("").equals("1/1")
        && stream.path("nb_frames").asString("").equals("1")
        && !stream.has("duration");
  }
}
