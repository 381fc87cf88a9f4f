package io.patchwork.schema.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.time.RationalTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The probe of a file: its format, streams and tags.
 *
 * @param mediaType by the magic bytes
 * @param container FFmpeg's name of its demuxer
 * @param duration measured from its packets; absent for stills
 * @param declaredDuration duration in the header, where it differs
 * @param video video streams without cover art: the one that artifacts are made from first, the
 *     others in file order
 * @param audio audio streams that can be read, in the same order
 * @param cover cover art of a file without video
 * @param otherStreams cover art, subtitles, attachments, data, and video and audio that cannot be
 *     read
 * @param omittedChapterCount number of chapters that are not listed, because they begin behind the
 *     end of the media, have no length or are too many; absent where all are
 * @param document pages and text of a document
 * @param tags metadata of the file, of bounded length. It may hold locations and serial numbers; it
 *     stays in the manifest and reaches no rendition
 * @param embedded what a photo holds beside its picture
 * @param packetDigests of the first video and the first audio stream; none for stills
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
    @Nullable Integer omittedChapterCount,
    @Nullable DocumentInfo document,
    SortedMap<String, String> tags,
    List<EmbeddedPart> embedded,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<PacketDigest> packetDigests) {

  public MediaInfo {
    // Manifests of earlier versions have neither.
    packetDigests = packetDigests == null ? List.of() : List.copyOf(packetDigests);
    embedded = embedded == null ? List.of() : List.copyOf(embedded);
    video = List.copyOf(video);
    audio = List.copyOf(audio);
    otherStreams = List.copyOf(otherStreams);
    chapters = List.copyOf(chapters);
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /** A file with video and audio alone, whose header has the right duration. */
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
        null,
        new TreeMap<>(),
        List.of(),
        List.of());
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
        null,
        document,
        tags,
        List.of(),
        List.of());
  }

  /** The same with more tags; existing ones are kept. */
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
        omittedChapterCount,
        document,
        all,
        embedded,
        packetDigests);
  }

  /** The same with what the file holds beside its picture. */
  public MediaInfo holding(List<EmbeddedPart> parts) {
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
        omittedChapterCount,
        document,
        tags,
        parts,
        packetDigests);
  }

  /** The first video stream, from which artifacts are made. */
  public Optional<VideoStream> videoStream() {
    return video.stream().findFirst();
  }

  /** The first video stream, else the cover art. */
  public Optional<VideoStream> shown() {
    return videoStream().or(() -> Optional.ofNullable(cover));
  }

  /** The first audio stream, from which artifacts are made. */
  public Optional<AudioStream> audioStream() {
    return audio.stream().findFirst();
  }
}
