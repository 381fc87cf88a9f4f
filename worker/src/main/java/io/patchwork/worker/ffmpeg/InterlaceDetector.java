package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a picture is interlaced, whatever its header says, at some frames from the middle
 * (FFmpeg's {@code idet}): combs of progressive headers are seen, and progressive pictures in
 * interlaced headers are left sharp. Pure.
 */
final class InterlaceDetector {

  static final String FOUND = "combing.txt";

  /** Enough to see two still seconds from a moving one; few enough to cost next to nothing. */
  private static final int FRAMES = 16;

  private static final int CLEARLY = 4;
  private static final int CONTRADICTING = 12;
  private static final int TALLEST = 1088;
  private static final int SMALLEST = 240;
  private static final Fraction FASTEST = Fraction.of(31);
  private static final Set<String> CAN_BE_WOVEN =
      Set.of(
          "h264",
          "mpeg2video",
          "mpeg4",
          "dvvideo",
          "prores",
          "dnxhd",
          "vc1",
          "wmv3",
          "mjpeg",
          "ffv1",
          "huffyuv",
          "ffvhuff",
          "utvideo",
          "rawvideo",
          "v210");

  private InterlaceDetector() {}

  /** Whether a picture may be interlaced at all. */
  static boolean isPossible(VideoStream video) {
    boolean isSlow =
        video.averageFrameRate() == null
            || video.averageFrameRate().perSecond().compareTo(FASTEST) < 0;
    return CAN_BE_WOVEN.contains(video.codec())
        && video.rotation() == 0
        && video.height() <= TALLEST
        && video.height() >= SMALLEST
        && isSlow;
  }

  /** The pass that looks, a third into the file. */
  static Pass pass(String file, Demuxer demuxer, VideoStream video, RationalTime duration) {
    RationalTime third = new RationalTime(duration.seconds().dividedBy(Fraction.of(3)));
    Tap tap =
        Tap.video()
            .through(Filter.of("idet"), Filter.of("metadata", "mode", "print", "file", FOUND));
    OutputSpec spec =
        new OutputSpec(
            "combing",
            List.of(tap),
            Encoding.nothing().ofFrames(FRAMES).passthrough(),
            OutputSpec.Kind.NOTHING);
    return Pass.of(Input.from(file, demuxer, third), "0:" + video.index(), "", List.of(spec), null);
  }

  /**
   * Which field comes first, null for a progressive picture.
   *
   * @param found what {@code idet} wrote of each frame
   */
  static @Nullable String fieldOrder(String found, @Nullable String declared) {
    long top = count(found, "tff");
    long bottom = count(found, "bff");
    long progressive = count(found, "progressive");
    // Against the header, nearly every frame must say so, with one voice: lines of text fool it.
    if (Math.max(top, bottom) >= CONTRADICTING && Math.min(top, bottom) + progressive <= 1) {
      return top > bottom ? "tt" : "bb";
    }
    return progressive >= CLEARLY && progressive > top + bottom ? null : declared;
  }

  private static long count(String found, String verdict) {
    return found
        .lines()
        .filter(line -> line.equals("lavfi.idet.multiple.current_frame=" + verdict))
        .count();
  }
}
