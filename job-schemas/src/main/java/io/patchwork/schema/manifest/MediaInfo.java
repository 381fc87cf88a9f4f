package io.patchwork.schema.manifest;

import io.patchwork.schema.time.RationalTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a file is and what is in it.
 *
 * @param mediaType what its bytes are, by their magic
 * @param container FFmpeg's name of the demuxer that reads it
 * @param duration of the whole, as its packets have it; absent for stills
 * @param declaredDuration the duration that the header claims, where that is another
 * @param video picture streams in file order, cover art left out
 * @param cover the picture that stands for a sound that has no other
 * @param otherStreams what else is in it: covers, subtitles, attachments, data
 * @param document of a document
 * @param tags what the file says of itself: bounded text by bounded names. Positions and serial
 *     numbers may be among it: it is for the manifest and reaches no rendition
 */
public record MediaInfo(
    MediaKind kind,
    String mediaType,
    String container,
    @Nullable RationalTime duration,
    @Nullable RationalTime declaredDuration,
    List<VideoStream> video,
    List<AudioStream> audio,
    @Nullable VideoStream cover,
    List<OtherStream> otherStreams,
    List<Chapter> chapters,
    @Nullable DocumentInfo document,
    SortedMap<String, String> tags) {

  public MediaInfo {
    video = List.copyOf(video);
    audio = List.copyOf(audio);
    otherStreams = List.copyOf(otherStreams);
    chapters = List.copyOf(chapters);
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /** A file in which there is nothing but pictures and sounds, and whose header is right. */
  public static MediaInfo of(
      MediaKind kind,
      String mediaType,
      String container,
      @Nullable RationalTime duration,
      List<VideoStream> video,
      List<AudioStream> audio) {
    return new MediaInfo(
        kind,
        mediaType,
        container,
        duration,
        null,
        video,
        audio,
        null,
        List.of(),
        List.of(),
        null,
        new TreeMap<>());
  }

  /** A document. */
  public static MediaInfo of(
      String mediaType, DocumentInfo document, SortedMap<String, String> tags) {
    return new MediaInfo(
        MediaKind.DOCUMENT,
        mediaType,
        "document",
        null,
        null,
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of(),
        document,
        tags);
  }

  /** The same with more that the file says of itself; what is known already stays. */
  public MediaInfo tagged(SortedMap<String, String> more) {
    SortedMap<String, String> all = new TreeMap<>(more);
    all.putAll(tags);
    return new MediaInfo(
        kind,
        mediaType,
        container,
        duration,
        declaredDuration,
        video,
        audio,
        cover,
        otherStreams,
        chapters,
        document,
        all);
  }

  /** The picture stream that everything is made from. */
  public Optional<VideoStream> videoStream() {
    return video.stream().findFirst();
  }

  /** The picture that is shown of it, moving or not. */
  public Optional<VideoStream> shown() {
    return videoStream().or(() -> Optional.ofNullable(cover));
  }

  /** The sound stream that everything is made from. */
  public Optional<AudioStream> audioStream() {
    return audio.stream().findFirst();
  }
}
