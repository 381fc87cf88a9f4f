package io.patchwork.worker.playlist;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.coding.Mp4Index;
import io.patchwork.worker.ffmpeg.Conform;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One set of fragments that playlists of every format point into.
 *
 * @param pictures the ladder, the largest first; none for sound alone
 * @param sounds the encodings of the sound, the best first; none for a silent film
 * @param texts subtitles to be switched on
 */
public record Packaged(List<Picture> pictures, List<Sound> sounds, List<Text> texts) {

  public Packaged {
    pictures = List.copyOf(pictures);
    sounds = List.copyOf(sounds);
    texts = List.copyOf(texts);
  }

  /**
   * A rung.
   *
   * @param uri of the file, as seen from the playlists
   */
  public record Picture(
      String uri, FrameSize size, FrameRate rate, Conform.Light light, Mp4Index index) {}

  /** A film without subtitles. */
  public Packaged(List<Picture> pictures, List<Sound> sounds) {
    this(pictures, sounds, List.of());
  }

  /**
   * Subtitles in WebVTT, all in one file.
   *
   * @param language a tag of BCP 47
   * @param label what people choose them by, without quotation marks
   */
  public record Text(String uri, @Nullable String language, String label) {}

  /** An encoding of the sound. */
  public record Sound(String uri, int channels, Mp4Index index) {}
}
