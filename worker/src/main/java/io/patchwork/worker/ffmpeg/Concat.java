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
 * The demuxer adds lengths in microseconds, so timestamps drift by a tick or more where many files
 * are joined: {@link #onFrames} rounds each to the nearest frame.
 */
public final class Concat {

  private final StringBuilder text = new StringBuilder("ffconcat version 1.0\n");

  /** Adds one of our own files, in the folder of the list. */
  public void add(String file, RationalTime length) {
    text.append("file ").append(file).append("\nduration ").append(length.toDecimalString());
    text.append('\n');
  }

  /**
   * Options that round the timestamps of video packets to whole frames.
   *
   * @param timescale ticks per second
   */
  static List<String> onFrames(long timescale, FrameRate rate) {
    long step = RationalTime.ofFrames(timescale, rate).seconds().numerator().longValueExact();
    return List.of(
        "-bsf:v",
        "setts=pts=round(PTS/%d)*%d:dts=round(DTS/%d)*%d:duration=%d"
            .formatted(step, step, step, step, step));
  }

  /** Writes the list. */
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
