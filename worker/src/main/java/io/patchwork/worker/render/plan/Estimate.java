package io.patchwork.worker.render.plan;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.coding.PictureCoding;
import io.patchwork.worker.coding.VideoCodec;
import io.patchwork.worker.edit.Layer;
import io.patchwork.worker.edit.Picture;
import io.patchwork.worker.edit.Shot;
import java.math.MathContext;
import java.util.List;

/**
 * About how many seconds of one core a clip takes: pixels that are decoded, laid over each other
 * and encoded, each at what it cost on a server's core of 2.5 GHz. Other machines are faster or
 * slower by a factor; {@code RenderBench} tells how far off it is.
 */
public final class Estimate {

  private static final double NANO = 1e-9;

  /** To start a process and open its files. */
  private static final double PIECE = 0.2;

  private static final double DECODED = 4.5;

  /** Scaled, and laid over what is below. */
  private static final double LAID = 4;

  /** In a transition every pixel is computed of two. */
  private static final double CROSSED = 8;

  /** Of a second of sound: measured, levelled, encoded, measured again. */
  private static final double SOUND = 0.033;

  /** Of a second of one of the sounds in it. */
  private static final double VOICE = 0.003;

  /** To decode across a seam. */
  private static final double SEAM = 0.2;

  private Estimate() {}

  /** What it takes to encode a pixel, in nanoseconds. */
  private static double encoded(VideoCodec codec) {
    return switch (codec) {
      case H264, AV1, DNXHR -> 16;
      case FFV1 -> 23;
      case HEVC -> 63;
      case VP9 -> 99;
      case PRORES -> 105;
    };
  }

  /** A clip of the picture, with the seam before it; copies cost nothing but that. */
  public static double seconds(SegmentContent content) {
    return switch (content) {
      case CopiedGops _ -> SEAM;
      case SegmentSpec spec -> {
        double nanos = 0;
        for (Shot shot : spec.shots()) {
          nanos += shot.frames() * frame(shot.layers(), spec.coding());
        }
        yield PIECE + SEAM + nanos * NANO;
      }
    };
  }

  /** The sound. */
  public static double seconds(SoundtrackSpec spec) {
    double voices =
        spec.mix().tracks().stream().flatMap(List::stream).mapToLong(MixSpec.Clip::samples).sum();
    return PIECE + (SOUND * spec.mix().samples() + VOICE * voices) / MixSpec.SAMPLE_RATE;
  }

  private static double frame(List<Layer> layers, PictureCoding coding) {
    long pixels = (long) coding.size().width() * coding.size().height();
    return encoded(coding.codec()) * pixels + laid(layers, pixels);
  }

  private static double laid(List<Layer> layers, long pixels) {
    return layers.stream().mapToDouble(layer -> laid(layer.picture(), pixels)).sum();
  }

  private static double laid(Picture picture, long pixels) {
    return switch (picture) {
      case Picture.Moving moving ->
          LAID * pixels + DECODED * pixels(moving.stream()) * number(moving.motion().step().abs());
      case Picture.Still _, Picture.Lettered _, Picture.Solid _, Picture.Bars _ -> LAID * pixels;
      case Picture.Layered(List<Layer> inner) -> laid(inner, pixels);
      case Picture.Crossing crossing ->
          CROSSED * pixels
              + laid(crossing.before().layers(), pixels)
              + laid(crossing.after().layers(), pixels);
    };
  }

  private static long pixels(VideoStream stream) {
    return (long) stream.width() * stream.height();
  }

  private static double number(Fraction fraction) {
    return fraction.toDecimal(MathContext.DECIMAL32).doubleValue();
  }
}
