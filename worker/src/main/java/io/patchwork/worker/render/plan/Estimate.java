package io.patchwork.worker.render.plan;

import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.codec.VideoCodec;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.composition.Layer;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.composition.Shot;
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
  private static final double AUDIO = 0.033;

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
    double mixClips =
        spec.mix().tracks().stream().flatMap(List::stream).mapToLong(MixSpec.Clip::samples).sum();
    return PIECE + (AUDIO * spec.mix().samples() + VOICE * mixClips) / MixSpec.SAMPLE_RATE;
  }

  private static double frame(List<Layer> layers, VideoCoding coding) {
    long pixels = (long) coding.size().width() * coding.size().height();
    return encoded(coding.codec()) * pixels + laid(layers, pixels);
  }

  private static double laid(List<Layer> layers, long pixels) {
    return layers.stream().mapToDouble(layer -> laid(layer.picture(), pixels)).sum();
  }

  private static double laid(LayerContent picture, long pixels) {
    return switch (picture) {
      case LayerContent.Video moving ->
          LAID * pixels + DECODED * pixels(moving.stream()) * number(moving.retime().step().abs());
      case LayerContent.Still _,
          LayerContent.RasterizedText _,
          LayerContent.SolidColour _,
          LayerContent.ColourBars _ ->
          LAID * pixels;
      case LayerContent.Group(List<Layer> inner) -> laid(inner, pixels);
      case LayerContent.TransitionContent transition ->
          CROSSED * pixels
              + laid(transition.before().layers(), pixels)
              + laid(transition.after().layers(), pixels);
    };
  }

  private static long pixels(VideoStream stream) {
    return (long) stream.width() * stream.height();
  }

  private static double number(Fraction fraction) {
    return fraction.toDecimal(MathContext.DECIMAL32).doubleValue();
  }
}
