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
 * Estimated cost of an element in seconds of one core: pixels that are decoded, overlaid and
 * encoded, each at the cost measured on a server core of 2.5 GHz. Other machines differ by a
 * factor; {@code RenderBench} measures it.
 */
public final class Estimate {

  private static final double SECONDS_PER_NANO = 1e-9;

  /** Seconds to start a process and open its files. */
  private static final double PROCESS_START = 0.2;

  private static final double DECODE_NANOS = 4.5;

  /** To scale a pixel and overlay it. */
  private static final double OVERLAY_NANOS = 4;

  /** A transition computes every pixel from two. */
  private static final double TRANSITION_NANOS = 8;

  /** Seconds for a second of audio: measured, levelled, encoded, measured again. */
  private static final double AUDIO_SECOND = 0.033;

  /** Seconds for a second of one clip of the mix. */
  private static final double MIX_CLIP_SECOND = 0.003;

  /** Seconds to decode across a seam. */
  private static final double SEAM = 0.2;

  private Estimate() {}

  /** Nanoseconds to encode a pixel. */
  private static double encodeNanos(VideoCodec codec) {
    return switch (codec) {
      case H264, AV1, DNXHR -> 16;
      case FFV1 -> 23;
      case HEVC -> 63;
      case VP9 -> 99;
      case PRORES -> 105;
    };
  }

  /** Cost of a segment with the seam before it; copied GOPs cost the seam alone. */
  public static double seconds(SegmentContent content) {
    return switch (content) {
      case CopiedGops _ -> SEAM;
      case SegmentSpec spec -> {
        double nanos = 0;
        for (Shot shot : spec.shots()) {
          nanos += shot.frames() * frameNanos(shot.layers(), spec.coding());
        }
        yield PROCESS_START + SEAM + nanos * SECONDS_PER_NANO;
      }
    };
  }

  /** Cost of a soundtrack. */
  public static double seconds(SoundtrackSpec spec) {
    double clipSamples =
        spec.mix().tracks().stream().flatMap(List::stream).mapToLong(MixSpec.Clip::samples).sum();
    return PROCESS_START
        + (AUDIO_SECOND * spec.mix().samples() + MIX_CLIP_SECOND * clipSamples)
            / MixSpec.SAMPLE_RATE;
  }

  private static double frameNanos(List<Layer> layers, VideoCoding coding) {
    long pixels = (long) coding.size().width() * coding.size().height();
    return encodeNanos(coding.codec()) * pixels + overlayNanos(layers, pixels);
  }

  private static double overlayNanos(List<Layer> layers, long pixels) {
    return layers.stream().mapToDouble(layer -> overlayNanos(layer.content(), pixels)).sum();
  }

  private static double overlayNanos(LayerContent content, long pixels) {
    return switch (content) {
      case LayerContent.Video video ->
          OVERLAY_NANOS * pixels
              + DECODE_NANOS * pixels(video.stream()) * number(video.retime().step().abs());
      case LayerContent.Still _,
          LayerContent.RasterizedText _,
          LayerContent.SolidColour _,
          LayerContent.ColourBars _ ->
          OVERLAY_NANOS * pixels;
      case LayerContent.Group(List<Layer> inner) -> overlayNanos(inner, pixels);
      case LayerContent.TransitionContent transition ->
          TRANSITION_NANOS * pixels
              + overlayNanos(transition.before().layers(), pixels)
              + overlayNanos(transition.after().layers(), pixels);
    };
  }

  private static long pixels(VideoStream stream) {
    return (long) stream.width() * stream.height();
  }

  private static double number(Fraction fraction) {
    return fraction.toDecimal(MathContext.DECIMAL32).doubleValue();
  }
}
