package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.AspectChange;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The form of a stream that changes in the middle: a call whose size adapts, a turned phone, a
 * broadcast between two programmes. All of it takes the form that was probed, which is that of its
 * beginning: the manifest states it before anything is decoded, and every chunk of a long source
 * must have it without knowing the others. A part of another aspect ratio keeps its own and has
 * black bars.
 */
final class SteadyForm {

  /**
   * The pixel formats that FFmpeg's {@code pad} fills in even sizes: planar, little-endian, chroma
   * halved at most.
   */
  private static final Pattern PADDABLE =
      Pattern.compile("(yuv[aj]?4(20|22|40|44)p|gbra?p|gray)([0-9]{1,2}le)?|nv12|nv21|p010le");

  /** Less than a frame lasts: FFmpeg compares times in floating point. */
  private static final RationalTime HAIR = RationalTime.ofSeconds(1, 1000);

  private SteadyForm() {}

  /**
   * The upright frames in the size, pixel format and aspect ratio of the first. Frames that have
   * them already pass as they are.
   *
   * @param upright size of the upright frames in the stream's own pixels
   */
  static Tap video(VideoStream stream, FrameSize upright) {
    if (!PADDABLE.matcher(stream.pixelFormat()).matches()) {
      return Tap.video();
    }
    FrameSize size = upright.even();
    boolean isTurned = stream.rotation() % 180 != 0;
    Fraction pixel = upright(stream.sampleAspect(), isTurned);
    String isSame = "eq(iw," + upright.width() + ")*eq(ih," + upright.height() + ")";
    // iw, ih: the frame's size; dar: its display aspect ratio, by the header's sample aspect ratio.
    String aspect = "dar";
    if (!stream.aspectChanges().isEmpty()) {
      String now = pixel.toString();
      String isFirst = "1";
      for (AspectChange change : stream.aspectChanges()) {
        Fraction next = upright(change.sampleAspect(), isTurned);
        String isBefore = "lt(t," + change.start().minus(HAIR).toDecimalString() + ")";
        now = "if(" + isBefore + "," + now + "," + next + ")";
        isFirst = "if(" + isBefore + "," + isFirst + "," + (next.equals(pixel) ? 1 : 0) + ")";
      }
      isSame += "*" + isFirst;
      aspect = "(iw/ih*(" + now + "))";
    }
    String width =
        size.height() + "*" + aspect + "*" + pixel.denominator() + "/" + pixel.numerator();
    String height =
        size.width() + "/" + aspect + "*" + pixel.numerator() + "/" + pixel.denominator();
    List<Object> scale =
        new ArrayList<>(
            List.of(
                "w",
                fitted(isSame, size.width(), width),
                "h",
                fitted(isSame, size.height(), height),
                "eval",
                "frame",
                "flags",
                ColourConversion.SCALER));
    if (stream.isInterlaced()) {
      scale.addAll(List.of("interl", -1));
    }
    return new Tap.Steady(
        Tap.StreamType.VIDEO,
        List.of(
            Filter.of("scale", scale.toArray()),
            Filter.of("format", "pix_fmts", stream.pixelFormat()),
            Filter.of(
                "pad",
                "w",
                size.width(),
                "h",
                size.height(),
                "x",
                "(ow-iw)/2",
                "y",
                "(oh-ih)/2",
                "eval",
                "frame")));
  }

  private static Fraction upright(Fraction sampleAspect, boolean isTurned) {
    return isTurned ? Fraction.ONE.dividedBy(sampleAspect) : sampleAspect;
  }

  /** A side in even pixels, at most that of the whole frame. */
  private static String fitted(String isSame, int whole, String side) {
    return "if(" + isSame + "," + whole + ",clip(2*round((" + side + ")/2),2," + whole + "))";
  }

  /** The samples in the rate and channel layout of the first. */
  static Tap audio(AudioStream stream) {
    String layout = stream.layout() == null ? stream.channels() + "C" : stream.layout();
    return new Tap.Steady(
        Tap.StreamType.AUDIO,
        List.of(
            Filter.of("aresample", "sample_rate", stream.sampleRate(), "out_chlayout", layout)));
  }
}
