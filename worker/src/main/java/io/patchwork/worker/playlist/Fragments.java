package io.patchwork.worker.playlist;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.ffmpeg.Mp4;

/** The muxers of fragmented MP4 files, as players and {@code Mp4Index} expect them. */
public final class Fragments {

  /** For audio: the edit list that trims the priming is kept. */
  public static final Mp4 AUDIO = new Mp4(Mp4.Brand.MP4, Mp4.Layout.FRAGMENT_PER_TWO_SECONDS);

  private Fragments() {}

  /** For video at a rate: one fragment per GOP, from 0. */
  public static Mp4 video(FrameRate rate) {
    return new Mp4(Mp4.Brand.MP4, Mp4.Layout.FRAGMENT_PER_GROUP).trackInTicksOf(rate);
  }
}
