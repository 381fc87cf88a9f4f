package io.patchwork.worker.playlist;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.codec.Mp4Index;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One set of fragments that playlists of every format point into.
 *
 * @param pictures the ladder, the largest first; none for sound alone
 * @param audios the encodings of the sound, the best first; none for a silent film
 * @param texts subtitles to be switched on
 */
public record Presentation(
    List<VideoRepresentation> pictures,
    List<AudioRepresentation> audios,
    List<TextRepresentation> texts) {

  public Presentation {
    pictures = List.copyOf(pictures);
    audios = List.copyOf(audios);
    texts = List.copyOf(texts);
  }

  /**
   * A rung.
   *
   * @param uri of the file, as seen from the playlists
   */
  public record VideoRepresentation(
      String uri,
      FrameSize size,
      FrameRate rate,
      HouseFormat.TransferFunction transferFunction,
      Mp4Index index) {}

  /** A film without subtitles. */
  public Presentation(List<VideoRepresentation> pictures, List<AudioRepresentation> audios) {
    this(pictures, audios, List.of());
  }

  /**
   * Subtitles in WebVTT, all in one file.
   *
   * @param language a tag of BCP 47
   * @param label what people choose them by, without quotation marks
   */
  public record TextRepresentation(String uri, @Nullable String language, String label) {}

  /** An encoding of the sound. */
  public record AudioRepresentation(String uri, int channels, Mp4Index index) {}
}
