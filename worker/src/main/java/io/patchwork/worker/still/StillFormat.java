package io.patchwork.worker.still;

import io.patchwork.worker.codec.ImageEncodings;
import io.patchwork.worker.ffmpeg.Background;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import java.util.ArrayList;
import java.util.List;

/** A file format of still images, and its encoding from RGB. */
public enum StillFormat {
  AVIF("avif", "image/avif", 64, ImageEncodings.avif()),
  WEBP("webp", "image/webp", 1, ImageEncodings.webp()),
  JPEG("jpg", "image/jpeg", 1, ImageEncodings.jpeg());

  private final String extension;
  private final String mediaType;
  private final int leastSide;
  private final Encoding encoding;

  StillFormat(String extension, String mediaType, int leastSide, Encoding encoding) {
    this.extension = extension;
    this.mediaType = mediaType;
    this.leastSide = leastSide;
    this.encoding = encoding;
  }

  String extension() {
    return extension;
  }

  String mediaType() {
    return mediaType;
  }

  Encoding encoding() {
    return encoding;
  }

  /** Whether the format can hold an image; AVIF is not written with transparency here. */
  boolean takes(FrameSize size, boolean isTransparent) {
    return Math.min(size.width(), size.height()) >= leastSide && !(isTransparent && this == AVIF);
  }

  /** The filters from RGB, with or without alpha, to the encoder's pixel format. */
  List<Filter> filters(boolean isTransparent) {
    return switch (this) {
      case AVIF ->
          List.of(
              converted("bt709"),
              Filter.of("format", "pix_fmts", "yuv420p"),
              Filter.of(
                  "setparams",
                  "range",
                  "pc",
                  "colorspace",
                  "bt709",
                  "color_primaries",
                  "bt709",
                  "color_trc",
                  "iec61966-2-1"));
      case WEBP -> List.of(Filter.of("format", "pix_fmts", isTransparent ? "bgra" : "bgr0"));
      case JPEG -> {
        List<Filter> filters = new ArrayList<>(isTransparent ? Background.behindRgb() : List.of());
        filters.add(converted("bt601"));
        filters.add(Filter.of("format", "pix_fmts", "yuvj420p"));
        yield filters;
      }
    };
  }

  private static Filter converted(String matrix) {
    return Filter.of(
        "scale", "out_color_matrix", matrix, "out_range", "pc", "flags", "bicubic+accurate_rnd");
  }
}
