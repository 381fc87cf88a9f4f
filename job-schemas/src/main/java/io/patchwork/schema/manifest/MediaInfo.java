package io.patchwork.schema.manifest;

import io.patchwork.schema.time.RationalTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file is and what is in it.
 *
 * @param mediaType what its bytes are, by their magic
 * @param container FFmpeg's name of the demuxer that reads it
 * @param duration of the whole; absent for stills and where no header says
 * @param video picture streams in file order, cover art left out
 */
public record MediaInfo(
    MediaKind kind,
    String mediaType,
    String container,
    @Nullable RationalTime duration,
    List<VideoStream> video,
    List<AudioStream> audio) {

  public MediaInfo {
    video = List.copyOf(video);
    audio = List.copyOf(audio);
  }

  /** The picture stream that everything is made from. */
  public Optional<VideoStream> picture() {
    return video.stream().findFirst();
  }

  /** The sound stream that everything is made from. */
  public Optional<AudioStream> sound() {
    return audio.stream().findFirst();
  }
}
