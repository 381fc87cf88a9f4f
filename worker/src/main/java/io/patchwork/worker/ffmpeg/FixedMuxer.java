package io.patchwork.worker.ffmpeg;

import java.util.List;

/** The containers whose muxers are always set the same way. */
public enum FixedMuxer implements Muxer {
  WEBM("webm"),
  FLAC("flac"),
  OGG("ogg"),
  MP3("mp3"),
  /** RIFF up to 4 GiB, RF64 above. */
  WAV("wav", "-rf64", "auto"),
  AVIF("avif"),
  WEBP("webp"),
  /** A WebP that repeats forever. */
  ANIMATED_WEBP("webp", "-loop", "0"),
  /** Repeats forever. */
  GIF("gif", "-loop", "0"),
  /** One image file, of which the name is no pattern. */
  IMAGE("image2", "-update", "1"),
  /** Image files one after the other. */
  IMAGES("image2pipe"),
  /** Pixels without any header. */
  RAW_VIDEO("rawvideo"),
  /** Samples of 16 bits, little-endian, without any header. */
  S16LE("s16le"),
  /** A line with the digest of what would be written. */
  SHA256("hash", "-hash", "sha256"),
  /** Writes nothing. */
  NULL("null");

  private final String format;
  private final List<String> options;

  FixedMuxer(String format, String... options) {
    this.format = format;
    this.options = List.of(options);
  }

  @Override
  public String format() {
    return format;
  }

  @Override
  public List<String> options() {
    return options;
  }
}
