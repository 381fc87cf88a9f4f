package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import java.util.ArrayList;
import java.util.List;

/** Filters that convert between colour spaces, and from HDR to SDR. */
final class ColourConversion {

  static final String SCALER = "bicubic+accurate_rnd+bitexact";

  private ColourConversion() {}

  /** Scales to a size and keeps the colours. */
  static Filter scaled(FrameSize size) {
    return Filter.of("scale", "w", size.width(), "h", size.height(), "flags", SCALER);
  }

  /**
   * Sets the colour tags; belongs last in a chain, because a frame's tags override the encoder's.
   */
  static Filter tagged(String matrix, String primaries, String transfer) {
    return Filter.of(
        "setparams",
        "range",
        "tv",
        "colorspace",
        matrix,
        "color_primaries",
        primaries,
        "color_trc",
        transfer,
        "field_mode",
        "prog",
        "chroma_location",
        "left");
  }

  /** Tone mapping from HDR to SDR, with reference white at 203 cd/m² (ITU-R BT.2408). */
  static List<Filter> toneMapped() {
    return List.of(
        Filter.of("zscale", "transfer", "linear", "npl", 203),
        Filter.of("format", "pix_fmts", "gbrpf32le"),
        Filter.of("zscale", "primaries", "bt709"),
        Filter.of("tonemap", "tonemap", "hable", "desat", 0),
        Filter.of("zscale", "transfer", "bt709", "matrix", "bt709", "range", "limited"),
        Filter.of("format", "pix_fmts", "yuv420p"),
        // The mastering display's side data no longer applies.
        Filter.of("sidedata", "mode", "delete"));
  }

  /**
   * Converts to BT.709 and a size; no filters where the video has both already.
   *
   * @param from the current size
   */
  static List<Filter> inHd(VideoStream stream, FrameSize from, FrameSize size, String pixelFormat) {
    boolean isRightSize = size.equals(from);
    boolean isRightColour =
        stream.pixelFormat().equals(pixelFormat)
            && "bt709".equals(stream.colorSpace())
            && !"pc".equals(stream.colorRange());
    if (isRightSize && isRightColour) {
      return List.of();
    }
    return toHd(size, pixelFormat, assumedMatrix(stream));
  }

  /** Converts frames that are RGB by now to BT.709 and a size. */
  static List<Filter> rgbInHd(FrameSize size, String pixelFormat) {
    return toHd(size, pixelFormat, List.of());
  }

  private static List<Filter> toHd(FrameSize size, String pixelFormat, List<Object> more) {
    List<Object> options =
        new ArrayList<>(
            List.of(
                "w",
                size.width(),
                "h",
                size.height(),
                "flags",
                SCALER,
                "out_color_matrix",
                "bt709",
                "out_range",
                "tv"));
    options.addAll(more);
    return List.of(
        Filter.of("scale", options.toArray()), Filter.of("format", "pix_fmts", pixelFormat));
  }

  /** Converts to RGB; belongs before a {@code format} that names which. */
  static Filter toRgb(VideoStream stream) {
    List<Object> options = new ArrayList<>(List.of("flags", SCALER + "+full_chroma_int"));
    options.addAll(assumedMatrix(stream));
    return Filter.of("scale", options.toArray());
  }

  /** Of untagged YCbCr: the matrix that players assume for this size. */
  private static List<Object> assumedMatrix(VideoStream stream) {
    return stream.colorSpace() == null && stream.pixelFormat().startsWith("yuv")
        ? List.of("in_color_matrix", stream.height() >= 720 ? "bt709" : "bt601")
        : List.of();
  }
}
