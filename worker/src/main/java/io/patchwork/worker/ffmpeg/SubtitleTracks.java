package io.patchwork.worker.ffmpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * Subtitle tracks of a film, all off by default.
 *
 * @param encoder FFmpeg's name of it
 * @param titleKey the metadata key in which the container keeps the title of a track
 */
public record SubtitleTracks(String encoder, String titleKey, List<Track> tracks) {

  public static final SubtitleTracks NONE = new SubtitleTracks("", "", List.of());

  /**
   * A track.
   *
   * @param stream of an input, as in {@code 2:s}
   * @param language three letters (ISO 639-2)
   */
  public record Track(String stream, String language, String title) {}

  public SubtitleTracks {
    tracks = List.copyOf(tracks);
  }

  boolean isEmpty() {
    return tracks.isEmpty();
  }

  List<String> streams() {
    return tracks.stream().map(Track::stream).toList();
  }

  /** FFmpeg's options. */
  public List<String> options() {
    if (isEmpty()) {
      return List.of();
    }
    List<String> options = new ArrayList<>(List.of("-c:s", encoder));
    for (int i = 0; i < tracks.size(); i++) {
      String metadata = "-metadata:s:s:" + i;
      options.addAll(List.of(metadata, "language=" + tracks.get(i).language()));
      options.addAll(List.of(metadata, titleKey + "=" + tracks.get(i).title()));
    }
    options.addAll(List.of("-disposition:s", "0"));
    return options;
  }
}
