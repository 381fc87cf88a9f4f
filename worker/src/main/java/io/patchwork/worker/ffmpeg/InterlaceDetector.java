package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Detects interlaced video from {@value #FRAMES} frames a third into the file (FFmpeg's {@code
 * idet}), whatever the header says: combing under a progressive header is found, and progressive
 * frames under an interlaced header stay sharp. Pure.
 */
final class InterlaceDetector {

  static final String FOUND = "combing.txt";

  /** Few enough to cost next to nothing. */
  private static final int FRAMES = 16;

  private static final int MIN_PROGRESSIVE_FRAMES = 4;
  private static final int MIN_INTERLACED_FRAMES = 12;
  private static final int MAX_HEIGHT = 1088;
  private static final int MIN_HEIGHT = 240;
  private static final Fraction MAX_FRAME_RATE = Fraction.of(31);
  private static final Set<String> INTERLACED_CODECS =
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

  /** Whether a video can be interlaced at all, by its codec, height, rotation and rate. */
  static boolean isPossible(VideoStream video) {
    boolean isSlow =
        video.averageFrameRate() == null
            || video.averageFrameRate().perSecond().compareTo(MAX_FRAME_RATE) < 0;
    return INTERLACED_CODECS.contains(video.codec())
        && video.rotation() == 0
        && video.height() <= MAX_HEIGHT
        && video.height() >= MIN_HEIGHT
        && isSlow;
  }

  /** The detection pass, a third into the file. */
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
   * The field order, null for progressive video.
   *
   * @param found what {@code idet} wrote for each frame
   */
  static @Nullable String fieldOrder(String found, @Nullable String declared) {
    long top = count(found, "tff");
    long bottom = count(found, "bff");
    long progressive = count(found, "progressive");
    // To overrule the header nearly all frames must agree: lines of text look like combing.
    if (Math.max(top, bottom) >= MIN_INTERLACED_FRAMES
        && Math.min(top, bottom) + progressive <= 1) {
      return top > bottom ? "tt" : "bb";
    }
    return progressive >= MIN_PROGRESSIVE_FRAMES && progressive > top + bottom ? null : declared;
  }

  private static long count(String found, String verdict) {
    return found
        .lines()
        .filter(line -> line.equals("lavfi.idet.multiple.current_frame=" + verdict))
        .count();
  }
}
