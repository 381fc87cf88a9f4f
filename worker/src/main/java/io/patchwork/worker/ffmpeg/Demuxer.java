package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.MediaKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The containers that we read: what the sniffer calls them and which demuxer of FFmpeg is told to
 * read them. FFmpeg never guesses: a playlist or a script that passes for a video cannot open
 * anything, because its demuxer is not the one that was named.
 */
public enum Demuxer {
  MOV(
      "mov",
      Seeking.EXACT,
      "video/mp4",
      "video/quicktime",
      "video/3gpp",
      "video/3gpp2",
      "video/x-m4v",
      "audio/mp4",
      "application/mp4",
      "audio/x-m4a"),
  AVIF("mov", Seeking.EXACT, "image/avif", "image/avif-sequence"),
  HEIF(
      "mov",
      Seeking.EXACT,
      "image/heic",
      "image/heif",
      "image/heic-sequence",
      "image/heif-sequence"),
  MATROSKA(
      "matroska",
      Seeking.EXACT,
      "application/x-matroska",
      "video/x-matroska",
      "audio/x-matroska",
      "video/webm",
      "audio/webm"),
  MPEG_TS("mpegts", Seeking.BY_CLOCK, "video/mp2t"),
  MPEG_PS("mpeg", Seeking.BY_CLOCK, "video/mpeg"),
  AVI("avi", Seeking.NONE, "video/x-msvideo", "video/avi"),
  FLV("flv", Seeking.NONE, "video/x-flv"),
  ASF("asf", Seeking.NONE, "video/x-ms-wmv", "video/x-ms-asf", "audio/x-ms-wma"),
  OGG(
      "ogg",
      Seeking.NONE,
      "application/ogg",
      "audio/ogg",
      "video/ogg",
      "audio/vorbis",
      "audio/opus",
      "audio/speex",
      "video/theora",
      "audio/x-oggflac",
      "video/x-ogm"),
  WAV("wav", Seeking.EXACT, "audio/vnd.wave", "audio/wav", "audio/x-wav", "audio/wave"),
  FLAC("flac", Seeking.NONE, "audio/x-flac", "audio/flac"),
  MP3("mp3", Seeking.NONE, "audio/mpeg"),
  AIFF("aiff", Seeking.EXACT, "audio/x-aiff", "audio/aiff"),
  AAC("aac", Seeking.NONE, "audio/x-aac", "audio/aac"),
  AMR("amr", Seeking.NONE, "audio/amr"),
  CAF("caf", Seeking.NONE, "audio/x-caf"),
  JPEG("jpeg_pipe", Seeking.NONE, "image/jpeg"),
  PNG("png_pipe", Seeking.NONE, "image/png"),
  WEBP("webp_pipe", Seeking.NONE, "image/webp"),
  GIF("gif", Seeking.NONE, "image/gif"),
  TIFF("tiff_pipe", Seeking.NONE, "image/tiff"),
  BMP("bmp_pipe", Seeking.NONE, "image/bmp", "image/x-ms-bmp"),
  JPEG_2000("j2k_pipe", Seeking.NONE, "image/jp2", "image/x-jp2-codestream", "image/jpx"),
  PHOTOSHOP("psd_pipe", Seeking.NONE, "image/vnd.adobe.photoshop"),
  /** Animations that were unpacked for us; nothing that is sniffed is ever this. */
  APNG("apng", Seeking.NONE),
  /** A list of MP4 files that we made, joined end to end; nothing that is sniffed is ever this. */
  CONCAT("concat", Seeking.NONE),
  /** Frames that we wrote down as they are; nothing that is sniffed is ever this. */
  YUV4MPEG("yuv4mpegpipe", Seeking.NONE);

  /** How well a file of a kind can be entered in its middle. */
  enum Seeking {
    /** By an index: never behind the time that is wanted. */
    EXACT,
    /** By the clock that packets carry: about there. */
    BY_CLOCK,
    /** Not so that it could be trusted. */
    NONE
  }

  private final String format;
  private final Seeking seeking;
  private final List<String> mediaTypes;

  Demuxer(String format, Seeking seeking, String... mediaTypes) {
    this.format = format;
    this.seeking = seeking;
    this.mediaTypes = List.of(mediaTypes);
  }

  /** FFmpeg's short name. */
  public String format() {
    return format;
  }

  /** What may be opened: nothing but the format itself, and for a list what it lists. */
  String whitelist() {
    return this == CONCAT ? format + "," + MOV.format : format;
  }

  /** Whether seeking before a time never lands behind it. */
  public boolean seeksExactly() {
    return seeking == Seeking.EXACT;
  }

  Seeking seeking() {
    return seeking;
  }

  /** Whether the packets of a file of this kind carry a clock that nobody set to zero. */
  public boolean hasClock() {
    return seeking == Seeking.BY_CLOCK;
  }

  /**
   * Whether decoding may begin in the middle of a file of this kind.
   *
   * @param isSteady whether the clock that its packets carry runs without jumps
   */
  public boolean canBeEntered(boolean isSteady) {
    return switch (seeking) {
      case EXACT -> true;
      case BY_CLOCK -> isSteady;
      case NONE -> false;
    };
  }

  /** Whether a file of this kind is a picture as a whole; an animated GIF is a video. */
  public boolean isImage() {
    return this != GIF && mediaTypes.stream().anyMatch(type -> type.startsWith("image/"));
  }

  /** The kind of a file of this container with or without picture streams. */
  public MediaKind kind(boolean hasPicture) {
    return isImage() ? MediaKind.IMAGE : hasPicture ? MediaKind.VIDEO : MediaKind.AUDIO;
  }

  public static Optional<Demuxer> forMediaType(String mediaType) {
    return Arrays.stream(values())
        .filter(demuxer -> demuxer.mediaTypes.contains(mediaType))
        .findFirst();
  }
}
