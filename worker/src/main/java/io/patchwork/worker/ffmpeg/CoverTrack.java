package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Cover art that was muxed as an ordinary video track: one frame of a codec of still pictures that
 * is on for less than half of the sound, or beside another video. A still that is on as long as its
 * song is a film whose picture is held; so is one frame of a codec of films, such as H.264, however
 * short its header says that it is: nobody keeps covers in such a codec, but publishing tools make
 * films of one frame.
 */
final class CoverTrack {

  private static final Set<String> STILL_CODECS =
      Set.of("mjpeg", "png", "webp", "bmp", "gif", "tiff", "jpeg2000");

  private CoverTrack() {}

  /**
   * The index of the first video stream, where it is such a cover.
   *
   * @param scan of the first video and audio stream
   */
  static Optional<Integer> index(
      List<VideoStream> videos, List<AudioStream> audios, PacketScan scan) {
    if (videos.isEmpty()
        || scan.frames() != 1
        || !STILL_CODECS.contains(videos.getFirst().codec())) {
      return Optional.empty();
    }
    int index = videos.getFirst().index();
    RationalTime shown = scan.duration(index).orElse(RationalTime.ZERO);
    boolean isBrief =
        !audios.isEmpty()
            && scan.duration(audios.getFirst().index())
                .filter(heard -> shown.plus(shown).compareTo(heard) < 0)
                .isPresent();
    return isBrief || videos.size() > 1 ? Optional.of(index) : Optional.empty();
  }
}
