package io.patchwork.worker.playlist;

import java.util.List;

/** FFmpeg's options for files of fragments, as players and {@code Mp4Index} want them. */
public final class Fragments {

  /** Whole groups of pictures that begin at 0; what encoders put before the sound stays trimmed. */
  public static final List<String> PICTURE =
      List.of("-movflags", "+frag_keyframe+delay_moov+default_base_moof+dash", "-f", "mp4");

  /** Two seconds of sound each. */
  public static final List<String> SOUND =
      List.of(
          "-frag_duration",
          "2000000",
          "-movflags",
          "+delay_moov+default_base_moof+dash",
          "-f",
          "mp4");

  private Fragments() {}
}
