package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Primaries and transfer curve of a stream, where they must be converted to be shown right in
 * BT.709 or sRGB (ITU-T H.273, tables 2 and 3). The curves of camera and display standards are near
 * enough to each other to be shown as they are: greys keep their values, and only the primaries
 * count.
 *
 * @param primaries FFmpeg's name
 * @param curve FFmpeg's name
 */
record SourceColours(String primaries, String curve) {

  static final String SRGB_CURVE = "iec61966-2-1";
  static final String BT_709 = "bt709";

  /** Primaries other than those of BT.709 that FFmpeg's filters convert. */
  private static final Set<String> OTHER_PRIMARIES =
      Set.of(
          "bt470m",
          "bt470bg",
          "smpte170m",
          "smpte240m",
          "film",
          "bt2020",
          "smpte428",
          "smpte431",
          "smpte432",
          "ebu3213");

  /** Curves that are far from those of BT.709 and sRGB. */
  private static final Set<String> OTHER_CURVES = Set.of("linear", "smpte428");

  /** Curves of cameras, which are undone as BT.709's. */
  private static final Set<String> CAMERA_CURVES =
      Set.of("bt709", "smpte170m", "smpte240m", "bt2020-10", "bt2020-12", "iec61966-2-4");

  private static final Set<String> HDR_CURVES = Set.of("smpte2084", "arib-std-b67");

  /** What is to be converted of a video; empty where it can be shown as it is. */
  static Optional<SourceColours> of(VideoStream stream) {
    return of(stream, OTHER_CURVES);
  }

  /** The same of a still, in which a gamma of 2.8 is meant where it is named. */
  static Optional<SourceColours> ofStill(VideoStream stream) {
    return of(stream, Set.of("linear", "smpte428", "bt470bg"));
  }

  private static Optional<SourceColours> of(VideoStream stream, Set<String> otherCurves) {
    @Nullable String named = stream.colorTransfer();
    boolean isOther = named != null && (otherCurves.contains(named) || HDR_CURVES.contains(named));
    String curve =
        isOther
            ? Objects.requireNonNull(named)
            : named != null && CAMERA_CURVES.contains(named) ? BT_709 : SRGB_CURVE;
    SourceColours colours = new SourceColours(primaries(stream).orElse(BT_709), curve);
    return isOther || colours.hasOtherPrimaries() ? Optional.of(colours) : Optional.empty();
  }

  /** The primaries of a stream that are known and not those of BT.709. */
  private static Optional<String> primaries(VideoStream stream) {
    return Optional.ofNullable(stream.colorPrimaries()).filter(OTHER_PRIMARIES::contains);
  }

  /** The filters that name what HDR leaves unnamed, without which it cannot be converted. */
  static List<Filter> named(VideoStream hdr) {
    List<Object> options = new ArrayList<>();
    if (hdr.colorPrimaries() == null) {
      options.addAll(List.of("color_primaries", "bt2020"));
    }
    if (hdr.colorSpace() == null && hdr.pixelFormat().startsWith("yuv")) {
      options.addAll(List.of("colorspace", "bt2020nc"));
    }
    return options.isEmpty() ? List.of() : List.of(Filter.of("setparams", options.toArray()));
  }

  /** Whether the primaries are known and not those of BT.2020. */
  static boolean hasOtherThanBt2020(VideoStream stream) {
    @Nullable String named = stream.colorPrimaries();
    return named != null
        && !named.equals("bt2020")
        && (named.equals(BT_709) || OTHER_PRIMARIES.contains(named));
  }

  private boolean hasOtherPrimaries() {
    return !primaries.equals(BT_709);
  }

  /** Whether only the primaries are converted, so that greys keep their values. */
  boolean keepsGreys() {
    return curve.equals(BT_709) || curve.equals(SRGB_CURVE);
  }

  /**
   * The filters that convert RGB to sRGB, or to the same curve; HDR is tone-mapped with reference
   * white at 203 cd/m² (ITU-R BT.2408).
   *
   * @param hasAlpha whether the frames have alpha, which is kept
   */
  List<Filter> toSrgb(boolean hasAlpha) {
    List<Filter> filters = new ArrayList<>();
    filters.add(Filter.of("format", "pix_fmts", hasAlpha ? "gbrap16le" : "gbrp16le"));
    filters.add(
        Filter.of(
            "setparams", "color_primaries", primaries, "color_trc", curve, "colorspace", "gbr"));
    if (hasAlpha) {
      // Of frames that are said to be premultiplied, zscale takes the colours as they are.
      filters.add(Filter.of("setparams", "alpha_mode", "premultiplied"));
    }
    filters.add(Filter.of("zscale", "transfer", "linear", "npl", 203));
    filters.add(Filter.of("format", "pix_fmts", hasAlpha ? "gbrapf32le" : "gbrpf32le"));
    filters.add(Filter.of("zscale", "primaries", BT_709));
    if (HDR_CURVES.contains(curve)) {
      filters.add(Filter.of("tonemap", "tonemap", "hable", "desat", 0));
    }
    filters.add(Filter.of("zscale", "transfer", curve.equals(BT_709) ? BT_709 : SRGB_CURVE));
    filters.add(Filter.of("format", "pix_fmts", hasAlpha ? "gbrap" : "gbrp"));
    if (hasAlpha) {
      filters.add(Filter.of("setparams", "alpha_mode", "straight"));
    }
    return filters;
  }

  /**
   * The filter that converts YCbCr of 8 or 10 bits to BT.709 with 8 bits; only where {@link
   * #keepsGreys}.
   */
  Filter toBt709(String matrix) {
    return Filter.of(
        "colorspace",
        "ispace",
        matrix,
        "iprimaries",
        primaries,
        "itrc",
        curve,
        "irange",
        "tv",
        "space",
        BT_709,
        "primaries",
        BT_709,
        "trc",
        curve,
        "range",
        "tv",
        "format",
        "yuv420p");
  }
}
