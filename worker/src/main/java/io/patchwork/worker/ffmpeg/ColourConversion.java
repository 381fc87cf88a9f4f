package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import java.util.ArrayList;
import java.util.List;

/** Filters that make the colours of one kind of video from those of another. */
final class ColourConversion {

  private static final String SCALER = "bicubic+accurate_rnd+bitexact";

  private ColourConversion() {}

  /** In another size, in its own colours. */
  static Filter scaled(FrameSize size) {
    return Filter.of("scale", "w", size.width(), "h", size.height(), "flags", SCALER);
  }

  /** Last: a frame's own tags go before those of the encoder. */
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

  /** From the light of HDR to that of SDR, reference white at 203 cd/m² (ITU-R BT.2408). */
  static List<Filter> toneMapped() {
    return List.of(
        Filter.of("zscale", "transfer", "linear", "npl", 203),
        Filter.of("format", "pix_fmts", "gbrpf32le"),
        Filter.of("zscale", "primaries", "bt709"),
        Filter.of("tonemap", "tonemap", "hable", "desat", 0),
        Filter.of("zscale", "transfer", "bt709", "matrix", "bt709", "range", "limited"),
        Filter.of("format", "pix_fmts", "yuv420p"),
        // What is said of the display that it was mastered on is not true of it any more.
        Filter.of("sidedata", "mode", "delete"));
  }

  /**
   * In the colours of HD video and of a size; nothing where it is so already.
   *
   * @param from the size that it has
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
    if (stream.colorSpace() == null && stream.pixelFormat().startsWith("yuv")) {
      // Untagged: what players assume by size.
      options.addAll(List.of("in_color_matrix", stream.height() >= 720 ? "bt709" : "bt601"));
    }
    return List.of(
        Filter.of("scale", options.toArray()), Filter.of("format", "pix_fmts", pixelFormat));
  }
}
