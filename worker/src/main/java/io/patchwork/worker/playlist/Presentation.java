package io.patchwork.worker.playlist;

import io.patchwork.schema.manifest.StreamLabel;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.codec.Mp4Index;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one presentation, to which the playlists of every format refer.
 *
 * @param pictures the video representations, the largest first; none for audio alone
 * @param audios the audio representations, the best first; none for a silent film
 * @param texts the selectable subtitles
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
   * A rung of the ladder.
   *
   * @param uri of the file, as seen from the playlists
   */
  public record VideoRepresentation(
      String uri,
      FrameSize size,
      FrameRate rate,
      HouseFormat.TransferFunction transferFunction,
      Mp4Index index) {}

  /** A presentation without subtitles. */
  public Presentation(List<VideoRepresentation> pictures, List<AudioRepresentation> audios) {
    this(pictures, audios, List.of());
  }

  /**
   * Subtitles as one WebVTT file.
   *
   * @param language a tag of BCP 47
   * @param label the name that players show, without quotation marks
   */
  public record TextRepresentation(String uri, @Nullable String language, String label) {}

  /**
   * An encoding of the audio.
   *
   * @param label what the source says that its audio is
   */
  public record AudioRepresentation(String uri, int channels, Mp4Index index, StreamLabel label) {

    /** Audio of which nothing is said. */
    public AudioRepresentation(String uri, int channels, Mp4Index index) {
      this(uri, channels, index, StreamLabel.NONE);
    }

    /** How long it is heard: without the priming, which players skip. */
    RationalTime duration() {
      return index.duration().minus(index.priming());
    }
  }
}
