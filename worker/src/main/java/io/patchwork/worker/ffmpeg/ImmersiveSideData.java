package io.patchwork.worker.ffmpeg;

import io.patchwork.schema.manifest.DolbyVision;
import io.patchwork.schema.manifest.SpatialVideo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the side data of a video stream says of Dolby Vision, of spheres and of two eyes. */
final class ImmersiveSideData {

  private ImmersiveSideData() {}

  static @Nullable DolbyVision dolbyVision(JsonNode stream) {
    for (JsonNode side : stream.path("side_data_list")) {
      if (side.has("dv_profile")) {
        return new DolbyVision(
            bounded(side.path("dv_profile")),
            bounded(side.path("dv_level")),
            bounded(side.path("dv_bl_signal_compatibility_id")));
      }
    }
    return null;
  }

  private static int bounded(JsonNode number) {
    return Math.clamp(number.asInt(0), 0, 255);
  }

  static @Nullable SpatialVideo spatial(JsonNode stream) {
    @Nullable String projection = null;
    @Nullable String stereo =
        // FFmpeg lists the views of MV-HEVC and decodes the base view.
        stream.path("view_ids_available").asString("").contains(",")
            ? SpatialVideo.MULTIVIEW
            : null;
    for (JsonNode side : stream.path("side_data_list")) {
      switch (side.path("side_data_type").asString("")) {
        case "Spherical Mapping" -> projection = ProbedTags.text(side, "projection");
        case "Stereo 3D" -> {
          @Nullable String packing = ProbedTags.text(side, "type");
          boolean isFlat = packing == null || packing.equals("2D") || packing.equals("unspecified");
          stereo = isFlat || stereo != null ? stereo : packing;
        }
        default -> {}
      }
    }
    return projection == null && stereo == null ? null : new SpatialVideo(projection, stereo);
  }
}
