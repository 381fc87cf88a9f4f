package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.VideoStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The colours of still pictures by the primaries and the curve that FFmpeg finds and does not
 * apply: those of PNG's chunks cICP, gAMA and cHRM (W3C, "Portable Network Graphics, third
 * edition", 4.3) and of AVIF's and HEIC's colour box. An ICC profile is applied elsewhere. HDR is
 * tone-mapped as in films.
 */
public final class StillColours {

  private StillColours() {}

  /**
   * The filters that convert a picture to sRGB; none for what is in sRGB already. A picture with
   * alpha keeps it.
   */
  public static List<Filter> toSrgb(VideoStream picture) {
    Optional<SourceColours> colours = SourceColours.ofStill(picture);
    if (colours.isEmpty() || picture.hasIccProfile()) {
      return List.of();
    }
    List<Filter> filters = new ArrayList<>();
    if (picture.pixelFormat().startsWith("yuv")) {
      filters.add(ColourConversion.toRgb(picture));
    }
    filters.addAll(colours.get().toSrgb(Background.isSeen(picture)));
    return filters;
  }
}
