package io.patchwork.worker.coding;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Demuxer;
import java.util.ArrayList;
import java.util.List;

/** How sound is encoded, and the file that it is in by itself. */
public enum AudioCodec {
  AAC("aac", true, "mp4a.40.2", "m4a", "audio/mp4", Demuxer.MOV, "mp4"),
  OPUS("libopus", true, "opus", "opus", "audio/ogg", Demuxer.OGG, "ogg"),
  MP3("libmp3lame", true, "mp3", "mp3", "audio/mpeg", Demuxer.MP3, "mp3"),
  FLAC("flac", false, "flac", "flac", "audio/flac", Demuxer.FLAC, "flac"),
  /** As it is, in 24 bits. */
  PCM("pcm_s24le", false, "1", "wav", "audio/wav", Demuxer.WAV, "wav");

  private final String encoder;
  private final boolean hasRate;
  private final String codecs;
  private final String extension;
  private final String mediaType;
  private final Demuxer demuxer;
  private final String muxer;

  AudioCodec(
      String encoder,
      boolean hasRate,
      String codecs,
      String extension,
      String mediaType,
      Demuxer demuxer,
      String muxer) {
    this.encoder = encoder;
    this.hasRate = hasRate;
    this.codecs = codecs;
    this.extension = extension;
    this.mediaType = mediaType;
    this.demuxer = demuxer;
    this.muxer = muxer;
  }

  /** Its name in a media type (RFC 6381). */
  public String codecs() {
    return codecs;
  }

  /** How the names of its files end. */
  public String extension() {
    return extension;
  }

  public String mediaType() {
    return mediaType;
  }

  public Demuxer demuxer() {
    return demuxer;
  }

  /** By how much its packets may reach beyond the sound, where the file does not say so. */
  public RationalTime padding() {
    return this == MP3 ? RationalTime.ofSeconds(1, 10) : RationalTime.ZERO;
  }

  /**
   * The encoder's options.
   *
   * @param kbps of what loses something
   */
  public List<String> options(int kbps) {
    List<String> options = new ArrayList<>(List.of("-c:a", encoder));
    if (hasRate) {
      options.addAll(List.of("-b:a", kbps + "k"));
    }
    if (this == FLAC) {
      options.addAll(List.of("-sample_fmt", "s32", "-bits_per_raw_sample", "24"));
    }
    return options;
  }

  /**
   * Options of a file with nothing else in it, whose bytes say nothing of when it was made.
   *
   * @param kbps of what loses something
   */
  public List<String> alone(int kbps) {
    List<String> options = new ArrayList<>(options(kbps));
    options.addAll(List.of("-flags:a", "+bitexact", "-fflags", "+bitexact"));
    options.addAll(
        switch (this) {
          case AAC -> List.of("-movflags", "+faststart");
          case PCM -> List.of("-rf64", "auto");
          case OPUS, MP3, FLAC -> List.of();
        });
    options.addAll(List.of("-f", muxer));
    return options;
  }
}
