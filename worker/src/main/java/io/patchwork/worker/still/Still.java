package io.patchwork.worker.still;

import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.ffmpeg.Background;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.StillColours;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.sandboxedjvm.PictureReading;
import java.util.ArrayList;
import java.util.List;

/**
 * A still image in several sizes and formats: upright, with square pixels, in sRGB, never upscaled.
 *
 * @param role of its artifacts; also its kind
 * @param sizes the largest first
 * @param isTransparent whether it may have transparent parts
 * @param hasIccProfile whether it has an ICC profile, by which it is converted
 * @param toSrgb filters that convert it to sRGB by other means
 */
public record Still(
    ArtifactRole role,
    boolean isOptional,
    List<FrameSize> sizes,
    List<StillFormat> formats,
    boolean isTransparent,
    boolean hasIccProfile,
    List<Filter> toSrgb)
    implements ArtifactSpec {

  public Still {
    sizes = List.copyOf(sizes);
    formats = List.copyOf(formats);
    toSrgb = List.copyOf(toSrgb);
  }

  /**
   * Plans the sizes of a still.
   *
   * @param sides maximum of the longer side of each size, in pixels, the largest first
   */
  public static Still plan(
      ArtifactRole role,
      boolean isOptional,
      VideoStream picture,
      List<Integer> sides,
      List<StillFormat> formats) {
    FrameSize sourceSize = FrameSize.of(picture);
    List<FrameSize> sizes =
        sides.stream().map(side -> sourceSize.within(side, side).even()).distinct().toList();
    return new Still(
        role,
        isOptional,
        sizes,
        formats,
        Background.isSeen(picture),
        picture.hasIccProfile(),
        StillColours.toSrgb(picture));
  }

  @Override
  public String kind() {
    return role.wireName();
  }

  @Override
  public boolean readsLut() {
    return hasIccProfile;
  }

  /** The image in sRGB, with its alpha channel. */
  private Tap rgb(FrameSize size) {
    List<Filter> filters = new ArrayList<>(toSrgb);
    filters.addAll(scaled(size));
    filters.add(Filter.of("format", "pix_fmts", isTransparent ? "rgba" : "rgb24"));
    if (hasIccProfile) {
      filters.add(Filter.of("lut3d", "file", PictureReading.LUT, "interp", "tetrahedral"));
    }
    filters.add(Filter.of("setsar", "sar", 1));
    filters.add(Filter.of("sidedata", "mode", "delete", "type", "ICC_PROFILE"));
    return Tap.video().through(filters);
  }

  /** The filters that scale; colours of transparent pixels do not bleed into others. */
  private List<Filter> scaled(FrameSize size) {
    Filter scaler =
        Filter.of(
            "scale",
            "w",
            size.width(),
            "h",
            size.height(),
            "flags",
            "bicubic+accurate_rnd+full_chroma_int");
    return isTransparent
        ? List.of(
            Filter.of("format", "pix_fmts", "gbrap"),
            Filter.of("premultiply", "inplace", 1),
            scaler,
            Filter.of("unpremultiply", "inplace", 1))
        : List.of(scaler);
  }

  @Override
  public List<OutputSpec> outputs() {
    List<OutputSpec> outputs = new ArrayList<>();
    Tap tap = rgb(sizes.getFirst());
    for (FrameSize size : sizes) {
      if (!size.equals(sizes.getFirst())) {
        tap = tap.through(scaled(size));
      }
      for (StillFormat format : formats) {
        if (format.takes(size, isTransparent)) {
          outputs.add(
              OutputSpec.file(
                  file(size, format),
                  List.of(tap.through(format.filters(isTransparent))),
                  format.encoding()));
        }
      }
    }
    return outputs;
  }

  String file(FrameSize size, StillFormat format) {
    return role.wireName() + "-" + size.width() + "." + format.extension();
  }
}
