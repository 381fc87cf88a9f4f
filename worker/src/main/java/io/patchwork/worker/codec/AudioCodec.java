package io.patchwork.worker.codec;

import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.FixedMuxer;
import io.patchwork.worker.ffmpeg.Mp4;
import io.patchwork.worker.ffmpeg.Muxer;
import java.util.ArrayList;
import java.util.List;

/** The audio codecs, and the container of an audio-only file of each. */
public enum AudioCodec {
  AAC(
      "aac",
      true,
      "mp4a.40.2",
      "m4a",
      "audio/mp4",
      Demuxer.MOV,
      new Mp4(Mp4.Brand.MP4, Mp4.Layout.FAST_START)),
  OPUS("libopus", true, "opus", "opus", "audio/ogg", Demuxer.OGG, FixedMuxer.OGG),
  MP3("libmp3lame", true, "mp3", "mp3", "audio/mpeg", Demuxer.MP3, FixedMuxer.MP3),
  FLAC("flac", false, "flac", "flac", "audio/flac", Demuxer.FLAC, FixedMuxer.FLAC),
  /** Uncompressed, in 24 bits. */
  PCM("pcm_s24le", false, "1", "wav", "audio/wav", Demuxer.WAV, FixedMuxer.WAV);

  private final String encoder;
  private final boolean hasRate;
  private final String codecs;
  private final String extension;
  private final String mediaType;
  private final Demuxer demuxer;
  private final Muxer muxer;

  AudioCodec(
      String encoder,
      boolean hasRate,
      String codecs,
      String extension,
      String mediaType,
      Demuxer demuxer,
      Muxer muxer) {
    this.encoder = encoder;
    this.hasRate = hasRate;
    this.codecs = codecs;
    this.extension = extension;
    this.mediaType = mediaType;
    this.demuxer = demuxer;
    this.muxer = muxer;
  }

  /** The codecs parameter of a media type (RFC 6381). */
  public String codecs() {
    return codecs;
  }

  /** The file extension. */
  public String extension() {
    return extension;
  }

  public String mediaType() {
    return mediaType;
  }

  public Demuxer demuxer() {
    return demuxer;
  }

  /** By how much packets may reach beyond the end of the audio without the file declaring it. */
  public RationalTime padding() {
    return this == MP3 ? RationalTime.ofSeconds(1, 10) : RationalTime.ZERO;
  }

  /**
   * The encoder's options.
   *
   * @param kbps bit rate of lossy codecs, in kbit/s
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
   * An audio-only file, bit-exact.
   *
   * @param kbps bit rate of lossy codecs, in kbit/s
   */
  public Encoding alone(int kbps) {
    List<String> options = new ArrayList<>(options(kbps));
    options.addAll(List.of("-flags:a", "+bitexact"));
    return new Encoding(options, muxer).bitexact();
  }

  /** The packets of such a file as they are, bit-exact. */
  public Encoding copy() {
    return Encoding.copy(muxer).bitexact();
  }

  /** A FLAC mezzanine. */
  public static Encoding mezzanine() {
    return new Encoding(List.of("-c:a", "flac", "-sample_fmt", "s32"), FixedMuxer.FLAC);
  }

  /** A WAV in floating point, in which nothing clips. */
  public static Encoding floatingPoint() {
    return new Encoding(List.of("-c:a", "pcm_f32le"), FixedMuxer.WAV).bitexact();
  }
}
