package io.patchwork.worker.transcode;

import java.util.List;

/** How sound is encoded for people to hear. */
public enum AudioCodec {
  AAC("aac", "mp4a.40.2"),
  OPUS("libopus", "opus");

  private final String encoder;
  private final String codecs;

  AudioCodec(String encoder, String codecs) {
    this.encoder = encoder;
    this.codecs = codecs;
  }

  /** Its name in a media type (RFC 6381). */
  String codecs() {
    return codecs;
  }

  List<String> options(int kbps) {
    return List.of("-c:a", encoder, "-b:a", kbps + "k");
  }
}
