package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A list of files for {@link Demuxer#CONCAT} to read end to end (FFmpeg formats manual, "concat").
 * It adds lengths in microseconds, so that what is joined of many would drift off its frames by a
 * tick and more: {@link #onFrames} puts every timestamp back onto the nearest frame.
 */
public final class Concat {

  private final StringBuilder text = new StringBuilder("ffconcat version 1.0\n");

  /** Adds a file of ours that lies beside the list. */
  public void add(String file, RationalTime length) {
    text.append("file ").append(file).append("\nduration ").append(length.toDecimalString());
    text.append('\n');
  }

  /**
   * Options that put packets onto their frames.
   *
   * @param timescale ticks a second
   */
  static List<String> onFrames(long timescale, FrameRate rate) {
    long step = RationalTime.ofFrames(timescale, rate).seconds().numerator().longValueExact();
    return List.of(
        "-bsf:v",
        "setts=pts=round(PTS/%d)*%d:dts=round(DTS/%d)*%d:duration=%d"
            .formatted(step, step, step, step, step));
  }

  /** Writes the list beside the files. */
  public void write(Path list) throws Failure {
    try {
      Files.writeString(list, text);
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
