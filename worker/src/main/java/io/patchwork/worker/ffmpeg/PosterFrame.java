package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.MediaKind;
import java.util.List;

/**
 * Which frame stands for a source: a still itself; of a video the most typical of its first, two a
 * second over five seconds, so neither a flash nor a black start.
 */
public final class PosterFrame {

  private static final int CANDIDATES = 10;
  private static final int CANDIDATES_PER_SECOND = 2;

  private PosterFrame() {}

  /** The filters that leave only the candidates; to be put before any scaling. */
  public static List<Filter> candidates(MediaKind kind) {
    return kind == MediaKind.IMAGE
        ? List.of()
        : List.of(Filter.of("fps", "fps", CANDIDATES_PER_SECOND));
  }

  /** The filters that choose one of the candidates; to be put after scaling. */
  public static List<Filter> choice(MediaKind kind) {
    return kind == MediaKind.IMAGE ? List.of() : List.of(Filter.of("thumbnail", "n", CANDIDATES));
  }
}
