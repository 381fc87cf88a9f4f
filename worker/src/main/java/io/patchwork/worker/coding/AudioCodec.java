package io.patchwork.worker.coding;

import java.util.List;

/** How sound is encoded. */
public enum AudioCodec {
  AAC("aac", "mp4a.40.2", true),
  OPUS("libopus", "opus", true),
  MP3("libmp3lame", "mp3", true),
  FLAC("flac", "flac", false),
  /** As it is, in 24 bits. */
  PCM("pcm_s24le", "1", false);

  private final String encoder;
  private final String codecs;
  private final boolean hasRate;

  AudioCodec(String encoder, String codecs, boolean hasRate) {
    this.encoder = encoder;
    this.codecs = codecs;
    this.hasRate = hasRate;
  }

  /** Its name in a media type (RFC 6381). */
  public String codecs() {
    return codecs;
  }

  /**
   * The encoder's options.
   *
   * @param kbps of what loses something
   */
  public List<String> options(int kbps) {
    return hasRate ? List.of("-c:a", encoder, "-b:a", kbps + "k") : List.of("-c:a", encoder);
  }
}
