package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The background of everything made of pictures with an alpha channel where the output has none:
 * white. The colours of transparent pixels are never seen.
 */
public final class Background {

  static final Look SDR = new Look("gbrap", "1");

  private Background() {}

  /**
   * How the background is laid behind frames.
   *
   * @param pixelFormat FFmpeg's name of the pixel format, RGB with alpha, that the frames then have
   * @param white signal of the background's white, 0 to 1
   */
  record Look(String pixelFormat, String white) {}

  /** Whether decoded frames have an alpha channel; CMYK JPEG has the pixel format of one. */
  public static boolean isSeen(VideoStream stream) {
    return PixelFormat.hasAlpha(stream.pixelFormat()) && !stream.codec().equals("mjpeg");
  }

  /**
   * The filters that lay the frames of a stream over the background, as RGB; none for a stream
   * without alpha. They go before every scaler, which would mix colours of transparent pixels in.
   */
  public static List<Filter> behind(VideoStream stream) {
    return behind(stream, SDR);
  }

  /** The same in a look of its own. */
  static List<Filter> behind(VideoStream stream, Look look) {
    if (!isSeen(stream)) {
      return List.of();
    }
    List<Filter> filters = new ArrayList<>(List.of(ColourConversion.toRgb(stream)));
    filters.addAll(behind(look));
    return filters;
  }

  /** The filters that lay SDR frames in RGB over the background. */
  public static List<Filter> behindRgb() {
    return behind(SDR);
  }

  private static List<Filter> behind(Look look) {
    return List.of(
        Filter.of("format", "pix_fmts", look.pixelFormat),
        Filter.of("premultiply", "inplace", 1),
        // White is added where the negated alpha is.
        Filter.of("negate", "components", "a"),
        Filter.of("colorchannelmixer", "ra", look.white, "ga", look.white, "ba", look.white));
  }
}
