package io.patchwork.worker.playlist;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.ffmpeg.Mp4;

/** Files of fragments, as players and {@code Mp4Index} want them. */
public final class Fragments {

  /** Sound: what encoders put before it stays trimmed. */
  public static final Mp4 AUDIO = new Mp4(Mp4.Brand.MP4, Mp4.Layout.FRAGMENT_PER_TWO_SECONDS);

  private Fragments() {}

  /** Pictures at a rate: whole groups of them that begin at 0. */
  public static Mp4 video(FrameRate rate) {
    return new Mp4(Mp4.Brand.MP4, Mp4.Layout.FRAGMENT_PER_GROUP).trackInTicksOf(rate);
  }
}
