package io.patchwork.worker.ffmpeg;

import java.util.List;

/** The containers whose muxers always get the same options. */
public enum FixedMuxer implements Muxer {
  WEBM("webm"),
  FLAC("flac"),
  OGG("ogg"),
  MP3("mp3"),
  /** RIFF up to 4 GiB, RF64 above. */
  WAV("wav", "-rf64", "auto"),
  AVIF("avif"),
  WEBP("webp"),
  /** An animated WebP that loops forever. */
  ANIMATED_WEBP("webp", "-loop", "0"),
  /** Loops forever. */
  GIF("gif", "-loop", "0"),
  /** One image file, whose name is not a pattern. */
  IMAGE("image2", "-update", "1"),
  /** Image files, concatenated. */
  IMAGES("image2pipe"),
  /** Raw video frames without a header. */
  RAW_VIDEO("rawvideo"),
  /** PCM samples, 16 bits, little-endian, without a header. */
  S16LE("s16le"),
  /** One line with the SHA-256 of the packets. */
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
