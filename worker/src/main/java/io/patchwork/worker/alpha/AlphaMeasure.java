package io.patchwork.worker.alpha;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.MediaInfo;
import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.ffmpeg.Demuxer;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.PixelFormat;
import io.patchwork.worker.ffmpeg.Tap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The alpha of every frame of a video, or of a still, as one byte a pixel.
 *
 * @param size of the upright picture in its own pixels
 * @param rate of the video's frames; null for a still
 */
public record AlphaMeasure(Sha256 content, Tap video, FrameSize size, @Nullable FrameRate rate)
    implements ArtifactSpec {

  private static final String PIXELS = "alpha.gray";

  /** Version of the measurement; raise it when the same alpha is summed differently. */
  private static final String VERSION = "2";

  /** The measurement of a source; empty where a render shows no alpha of it. */
  public static Optional<AlphaMeasure> plan(MediaInfo info, Sha256 content) {
    boolean isStill = info.kind() == MediaKind.IMAGE;
    return info.videoStream()
        .filter(stream -> PixelFormat.hasAlpha(stream.pixelFormat()))
        .filter(stream -> !isFlattened(info, isStill))
        .map(stream -> isStill ? still(stream, content) : video(stream, content));
  }

  /** Whether a render shows an opaque rendition in its place. */
  private static boolean isFlattened(MediaInfo info, boolean isStill) {
    return Demuxer.forMediaType(info.mediaType())
        .filter(demuxer -> demuxer == Demuxer.TIFF || (demuxer == Demuxer.WEBP && !isStill))
        .isPresent();
  }

  private static AlphaMeasure still(VideoStream stream, Sha256 content) {
    return new AlphaMeasure(content, Tap.video(), HouseFormat.upright(stream), null);
  }

  private static AlphaMeasure video(VideoStream stream, Sha256 content) {
    FrameRate rate = HouseFormat.rate(stream);
    return new AlphaMeasure(
        content,
        Tap.video().through(HouseFormat.progressive(stream)).atConstantRate(rate).trimmed(),
        HouseFormat.upright(stream),
        rate);
  }

  @Override
  public String kind() {
    return "alpha";
  }

  @Override
  public String noun() {
    return "measurement of its transparency";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public String cacheKeyExtra() {
    return VERSION;
  }

  @Override
  public List<OutputSpec> outputs() {
    Encoding pixels = Encoding.pixels();
    return List.of(
        OutputSpec.stream(
            PIXELS,
            video.through(
                Filter.of("format", "pix_fmts", "rgba"),
                Filter.of("alphaextract"),
                Filter.of("format", "pix_fmts", "gray")),
            rate == null ? pixels.ofFrames(1) : pixels));
  }
}
