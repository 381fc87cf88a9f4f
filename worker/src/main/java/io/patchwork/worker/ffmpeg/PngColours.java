package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The colours of PNG by its chunks cICP, gAMA and cHRM, which FFmpeg decodes to a curve and
 * primaries and does not apply (W3C, "Portable Network Graphics, third edition", 4.3). An ICC
 * profile is applied elsewhere. HDR is tone-mapped as in films, with reference white at 203 cd/m²
 * (ITU-R BT.2408).
 */
public final class PngColours {

  /** Curves that are far from that of sRGB. */
  private static final Set<String> OTHER_CURVES =
      Set.of("linear", "bt470bg", "smpte2084", "arib-std-b67");

  /** The exponents of the curves that FFmpeg reads from gAMA. */
  private static final Map<String, String> GAMMAS = Map.of("linear", "1", "bt470bg", "2.8");

  private static final Set<String> HDR_CURVES = Set.of("smpte2084", "arib-std-b67");

  private static final Set<String> OTHER_PRIMARIES = Set.of("bt2020", "smpte431", "smpte432");
  private static final String SRGB_CURVE = "iec61966-2-1";
  private static final String SRGB_PRIMARIES = "bt709";

  private PngColours() {}

  /**
   * The filters that convert a picture to sRGB; none for what is no PNG or in sRGB already. A
   * picture with alpha keeps it, and primaries and HDR as they are, because {@code zscale} changes
   * colours under alpha.
   */
  public static List<Filter> toSrgb(VideoStream picture) {
    String curve = known(picture.colorTransfer(), OTHER_CURVES, SRGB_CURVE);
    String primaries = known(picture.colorPrimaries(), OTHER_PRIMARIES, SRGB_PRIMARIES);
    boolean isSrgb = curve.equals(SRGB_CURVE) && primaries.equals(SRGB_PRIMARIES);
    if (isSrgb || picture.hasIccProfile() || !picture.codec().equals("png")) {
      return List.of();
    }
    if (PixelFormat.hasAlpha(picture.pixelFormat())) {
      return besideAlpha(curve);
    }
    List<Filter> filters = new ArrayList<>();
    filters.add(Filter.of("format", "pix_fmts", "gbrp16le"));
    filters.add(
        Filter.of(
            "setparams", "color_primaries", primaries, "color_trc", curve, "colorspace", "gbr"));
    filters.add(Filter.of("zscale", "transfer", "linear", "npl", 203));
    filters.add(Filter.of("format", "pix_fmts", "gbrpf32le"));
    filters.add(Filter.of("zscale", "primaries", SRGB_PRIMARIES));
    if (HDR_CURVES.contains(curve)) {
      filters.add(Filter.of("tonemap", "tonemap", "hable", "desat", 0));
    }
    filters.add(Filter.of("zscale", "transfer", SRGB_CURVE));
    filters.add(Filter.of("format", "pix_fmts", "gbrp"));
    return filters;
  }

  /** The filters that convert the curve of gAMA sample by sample, without touching the alpha. */
  private static List<Filter> besideAlpha(String curve) {
    String gamma = GAMMAS.get(curve);
    if (gamma == null) {
      return List.of();
    }
    String light = "pow(val/65535," + gamma + ")";
    String sample =
        "65535*if(lte(L,0.0031308),12.92*L,1.055*pow(L,1/2.4)-0.055)".replace("L", light);
    return List.of(
        Filter.of("format", "pix_fmts", "rgba64le"),
        Filter.of("lutrgb", "r", sample, "g", sample, "b", sample));
  }

  private static String known(@Nullable String name, Set<String> others, String srgb) {
    return name != null && others.contains(name) ? name : srgb;
  }
}
