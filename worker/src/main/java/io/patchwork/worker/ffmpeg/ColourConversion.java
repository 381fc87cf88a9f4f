package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Filters that convert between colour spaces, and from HDR to SDR. */
final class ColourConversion {

  static final String SCALER = "bicubic+accurate_rnd+bitexact";

  private static final String PLAIN = "yuv420p";

  /** The same with ten bits. */
  private static final String DEEP = "yuv420p10le";

  private static final Pattern EIGHT_BITS = Pattern.compile("yuvj?4[0-9]+p");

  /** Matrices that FFmpeg's filter {@code colorspace} converts. */
  private static final Set<String> CONVERTED_MATRICES =
      Set.of("bt709", "bt470bg", "smpte170m", "smpte240m", "fcc", "bt2020nc");

  /** FFmpeg's names of the matrix of BT.601, by its two systems. */
  private static final Set<String> BT_601 = Set.of("bt470bg", "smpte170m");

  /** Lines of a picture from which untagged video is taken for HD. */
  private static final int HD_HEIGHT = 720;

  private ColourConversion() {}

  /** Scales to a size and keeps the colours. */
  static Filter scaled(FrameSize size) {
    return Filter.of("scale", "w", size.width(), "h", size.height(), "flags", SCALER);
  }

  /** Converts HDR to the primaries of BT.2020; none where it has them. */
  static List<Filter> toBt2020(VideoStream stream) {
    return SourceColours.hasOtherThanBt2020(stream)
        ? List.of(Filter.of("zscale", "primaries", "bt2020"))
        : List.of();
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
   * Converts to BT.709 and a size; no filters where the video has both already. Primaries and curve
   * are converted where they are known and others (see {@link SourceColours}).
   *
   * @param from the current size
   */
  static List<Filter> inHd(VideoStream stream, FrameSize from, FrameSize size, String pixelFormat) {
    Optional<SourceColours> other = SourceColours.of(stream);
    if (other.isPresent()) {
      return converted(stream, other.get(), size, pixelFormat);
    }
    boolean isRightSize = size.equals(from);
    boolean isRightColour =
        stream.pixelFormat().equals(pixelFormat)
            && "bt709".equals(stream.colorSpace())
            && !"pc".equals(stream.colorRange());
    if (isRightSize && isRightColour) {
      return List.of();
    }
    if (isStandardDefinition(stream) && pixelFormat.equals(PLAIN)) {
      // Between two matrices of YCbCr this is four times as fast as the scaler, which goes through
      // RGB.
      Filter matrix = Filter.of("colormatrix", "src", "bt601", "dst", "bt709");
      return isRightSize ? List.of(matrix) : List.of(scaled(size), matrix);
    }
    return toHd(size, pixelFormat, assumedMatrix(stream));
  }

  /** Converts matrix, primaries and size, and where need be the curve. */
  private static List<Filter> converted(
      VideoStream stream, SourceColours colours, FrameSize size, String pixelFormat) {
    if (!pixelFormat.equals(PLAIN) || !colours.keepsGreys()) {
      List<Filter> filters = new ArrayList<>(List.of(toRgb(stream)));
      filters.addAll(rgbConverted(colours, size, pixelFormat));
      return filters;
    }
    String matrix =
        Objects.requireNonNullElse(
            stream.colorSpace(), isAssumedStandardDefinition(stream) ? "smpte170m" : "bt709");
    if (!stream.pixelFormat().startsWith("yuv") || !CONVERTED_MATRICES.contains(matrix)) {
      return inPrimaries(toHd(size, DEEP, assumedMatrix(stream)), colours, "bt709");
    }
    boolean isDeep = !EIGHT_BITS.matcher(stream.pixelFormat()).matches();
    return inPrimaries(
        List.of(
            Filter.of(
                "scale", "w", size.width(), "h", size.height(), "flags", SCALER, "out_range", "tv"),
            Filter.of("format", "pix_fmts", isDeep ? DEEP : PLAIN)),
        colours,
        matrix);
  }

  private static List<Filter> inPrimaries(
      List<Filter> before, SourceColours colours, String matrix) {
    List<Filter> filters = new ArrayList<>(before);
    filters.add(colours.toBt709(matrix));
    return filters;
  }

  /** Converts RGB, with alpha if the pixel format has it. */
  private static List<Filter> rgbConverted(
      SourceColours colours, FrameSize size, String pixelFormat) {
    List<Filter> filters = new ArrayList<>(colours.toSrgb(PixelFormat.hasAlpha(pixelFormat)));
    filters.addAll(toHd(size, pixelFormat, List.of()));
    return filters;
  }

  /** Whether it is in the pixel format and range of HD renditions, in the matrix of BT.601. */
  private static boolean isStandardDefinition(VideoStream stream) {
    @Nullable String matrix = stream.colorSpace();
    return stream.pixelFormat().equals(PLAIN)
        && !"pc".equals(stream.colorRange())
        && (matrix == null ? isAssumedStandardDefinition(stream) : BT_601.contains(matrix));
  }

  private static boolean isAssumedStandardDefinition(VideoStream stream) {
    return stream.height() < HD_HEIGHT;
  }

  /** Converts frames of a stream that are RGB without alpha by now to BT.709 and a size. */
  static List<Filter> rgbInHd(VideoStream stream, FrameSize size) {
    Optional<SourceColours> other = SourceColours.of(stream);
    if (other.isEmpty()) {
      return toHd(size, PLAIN, List.of());
    }
    return other.get().keepsGreys()
        ? inPrimaries(toHd(size, DEEP, List.of()), other.get(), "bt709")
        : rgbConverted(other.get(), size, PLAIN);
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
        ? List.of("in_color_matrix", isAssumedStandardDefinition(stream) ? "bt601" : "bt709")
        : List.of();
  }
}
