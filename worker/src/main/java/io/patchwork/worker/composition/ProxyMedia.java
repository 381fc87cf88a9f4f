package io.patchwork.worker.composition;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Artifact;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.StreamLabel;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.ffmpeg.Demuxer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A rendition that is shown instead of a source that FFmpeg cannot decode: TIFF and animated WebP.
 *
 * @param address its key in the store
 */
public record ProxyMedia(Sha256 sha256, String address, Demuxer demuxer, VideoStream stream) {

  /** The largest rendition of a source that needs a proxy; empty for any other. */
  static Optional<ProxyMedia> of(AssetManifest manifest) {
    boolean isAnimated = manifest.media().kind() == MediaKind.VIDEO;
    return Demuxer.forMediaType(manifest.media().mediaType())
        .flatMap(demuxer -> {
          if (demuxer == Demuxer.WEBP && isAnimated) {
            return largest(manifest, ArtifactRole.VARIANT, "video/mp4").map(ProxyMedia::ofVariant);
          }
          return demuxer == Demuxer.TIFF
              ? largest(manifest, ArtifactRole.RENDITION, "image/jpeg").map(ProxyMedia::ofStill)
              : Optional.empty();
        });
  }

  private static Optional<Artifact> largest(
      AssetManifest manifest, ArtifactRole role, String type) {
    return manifest.artifacts().stream()
        .filter(each -> each.role() == role && each.mediaType().startsWith(type))
        .filter(each -> each.width() != null && each.height() != null)
        .max(Comparator.comparingInt(Artifact::width));
  }

  private static ProxyMedia ofVariant(Artifact variant) {
    FrameRate rate = variant.coding() == null ? FrameRate.of(25, 1) : variant.coding().rate();
    return of(variant, Demuxer.MOV, "h264", "yuv420p", "bt709", "tv", rate);
  }

  /** With the colour space that JFIF defines. */
  private static ProxyMedia ofStill(Artifact still) {
    return of(still, Demuxer.JPEG, "mjpeg", "yuvj420p", "bt470bg", "pc", null);
  }

  private static ProxyMedia of(
      Artifact artifact,
      Demuxer demuxer,
      String codec,
      String pixelFormat,
      String colorSpace,
      String range,
      @Nullable FrameRate rate) {
    return new ProxyMedia(
        artifact.sha256(),
        artifact.key(),
        demuxer,
        new VideoStream(
            0,
            codec,
            artifact.width() == null ? 0 : artifact.width(),
            artifact.height() == null ? 0 : artifact.height(),
            Fraction.ONE,
            0,
            false,
            rate,
            rate,
            false,
            pixelFormat,
            colorSpace,
            null,
            null,
            range,
            false,
            null,
            null,
            RationalTime.ZERO,
            artifact.duration(),
            artifact.frameCount(),
            null,
            false,
            StreamLabel.NONE,
            null,
            null,
            List.of()));
  }
}
