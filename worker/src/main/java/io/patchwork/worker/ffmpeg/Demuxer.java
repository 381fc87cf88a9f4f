package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.MediaKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The containers that we read: their media types and the FFmpeg demuxer that reads them. FFmpeg
 * never guesses: a playlist or a script that passes for a video cannot open anything, because its
 * demuxer was not named.
 */
public enum Demuxer {
  MOV(
      "mov",
      true,
      "video/mp4",
      "video/quicktime",
      "video/3gpp",
      "video/3gpp2",
      "audio/3gpp",
      "audio/3gpp2",
      "video/x-m4v",
      "audio/mp4",
      "application/mp4",
      "audio/x-m4a"),
  AVIF("mov", true, "image/avif", "image/avif-sequence"),
  HEIF("mov", true, "image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"),
  MATROSKA(
      "matroska",
      true,
      "application/x-matroska",
      "video/x-matroska",
      "audio/x-matroska",
      "video/webm",
      "audio/webm"),
  MPEG_TS("mpegts", false, "video/mp2t"),
  MPEG_PS("mpeg", false, "video/mpeg"),
  AVI("avi", false, "video/x-msvideo", "video/avi"),
  FLV("flv", false, "video/x-flv"),
  ASF("asf", false, "video/x-ms-wmv", "video/x-ms-asf", "audio/x-ms-wma"),
  OGG(
      "ogg",
      false,
      "application/ogg",
      "audio/ogg",
      "video/ogg",
      "audio/vorbis",
      "audio/opus",
      "audio/speex",
      "video/theora",
      "audio/x-oggflac",
      "video/x-ogm"),
  WAV("wav", true, "audio/vnd.wave", "audio/wav", "audio/x-wav", "audio/wave"),
  FLAC("flac", false, "audio/x-flac", "audio/flac"),
  MP3("mp3", false, "audio/mpeg"),
  AIFF("aiff", true, "audio/x-aiff", "audio/aiff"),
  AAC("aac", false, "audio/x-aac", "audio/aac"),
  AMR("amr", false, "audio/amr", "audio/amr-wb"),
  CAF("caf", false, "audio/x-caf"),
  W64("w64", true, "audio/x-w64"),
  AU("au", false, "audio/basic"),
  VOC("voc", false, "audio/x-voc"),
  AC3("ac3", false, "audio/ac3"),
  EAC3("eac3", false, "audio/eac3"),
  DTS("dts", false, "audio/vnd.dts"),
  DTS_HD("dtshd", false, "audio/vnd.dts.hd"),
  TRUEHD("truehd", false, "audio/vnd.dolby.mlp"),
  MLP("mlp", false, "audio/x-mlp"),
  WAVPACK("wv", false, "audio/x-wavpack"),
  MONKEYS_AUDIO("ape", false, "audio/x-ape"),
  TTA("tta", false, "audio/x-tta"),
  DSF("dsf", false, "audio/x-dsf"),
  DSDIFF("iff", false, "audio/x-dff"),
  MXF("mxf", false, "application/mxf"),
  GXF("gxf", false, "application/gxf"),
  DV("dv", false, "video/x-dv"),
  IVF("ivf", false, "video/x-ivf"),
  NUT("nut", false, "video/x-nut"),
  JPEG("jpeg_pipe", false, "image/jpeg"),
  PNG("png_pipe", false, "image/png"),
  WEBP("webp_pipe", false, "image/webp"),
  GIF("gif", false, "image/gif"),
  /** Scans, and raw photos, of which another program than FFmpeg makes pictures. */
  TIFF("tiff_pipe", false, "image/tiff", "image/x-adobe-dng", "image/x-raw"),
  BMP("bmp_pipe", false, "image/bmp", "image/x-ms-bmp"),
  JPEG_2000("j2k_pipe", false, "image/jp2", "image/x-jp2-codestream", "image/jpx"),
  PHOTOSHOP("psd_pipe", false, "image/vnd.adobe.photoshop"),
  APNG("apng", false, "image/apng"),
  /** A list of our own MP4 files, joined end to end; never detected in an upload. */
  CONCAT("concat", false),
  /** Our own chapter list; never detected in an upload. */
  CHAPTERS("ffmetadata", false),
  /** Our own numbered images; never detected in an upload. */
  IMAGES("image2", false),
  /** Our own subtitles; never detected in an upload. */
  WEBVTT("webvtt", false),
  /** Uncompressed frames: our own, and those of an upload. */
  YUV4MPEG("yuv4mpegpipe", false, "video/x-yuv4mpeg");

  private final String format;
  private final boolean seeksExactly;
  private final List<String> mediaTypes;

  Demuxer(String format, boolean seeksExactly, String... mediaTypes) {
    this.format = format;
    this.seeksExactly = seeksExactly;
    this.mediaTypes = List.of(mediaTypes);
  }

  /** FFmpeg's short name. */
  public String format() {
    return format;
  }

  /** The demuxers that may open: this one, and for a concat list that of its files. */
  String whitelist() {
    return this == CONCAT ? format + "," + MOV.format : format;
  }

  /** Whether a seek to a time never lands after it. */
  public boolean seeksExactly() {
    return seeksExactly;
  }

  /** Whether it reads ID3v2 tags in front of what it knows; others take them for damage. */
  public boolean skipsId3() {
    return EnumSet.of(MP3, AAC, FLAC, TTA, W64).contains(this);
  }

  /**
   * Whether a file of this container can say how long it is. MPEG streams cannot: FFmpeg takes what
   * it says of them from timestamps at both ends.
   */
  boolean declaresDuration() {
    return this != MPEG_TS && this != MPEG_PS;
  }

  /** Whether a file of this container is a still image; animations count as video. */
  public boolean isImage() {
    return this != GIF
        && this != APNG
        && mediaTypes.stream().anyMatch(type -> type.startsWith("image/"));
  }

  /** The kind of a file of this container, with or without a video stream. */
  public MediaKind kind(boolean hasVideo) {
    return isImage() ? MediaKind.IMAGE : hasVideo ? MediaKind.VIDEO : MediaKind.AUDIO;
  }

  public static Optional<Demuxer> forMediaType(String mediaType) {
    return Arrays.stream(values())
        .filter(demuxer -> demuxer.mediaTypes.contains(mediaType))
        .findFirst();
  }
}
