package io.patchwork.worker.render.plan;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.composition.Layer;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.composition.Shot;
import java.util.List;
import java.util.stream.Stream;

/**
 * A segment that is rendered: everything that determines its pixels.
 *
 * @param renderer version of the renderer, see {@link #RENDERER}
 * @param encoder FFmpeg build and platform
 * @param shots in order
 */
public record SegmentSpec(int renderer, String encoder, VideoCoding coding, List<Shot> shots)
    implements SegmentContent {

  /** Raise it when the same spec shall give other pixels. */
  public static final int RENDERER = 8;

  public SegmentSpec {
    shots = List.copyOf(shots);
  }

  public FrameRate rate() {
    return coding.rate();
  }

  @Override
  public long frames() {
    return shots.stream().mapToLong(Shot::frames).sum();
  }

  private Stream<LayerContent> leaves() {
    return shots.stream()
        .flatMap(shot -> shot.layers().stream())
        .flatMap(Layer::leaves)
        .map(Layer::content);
  }

  @Override
  public boolean hasText() {
    return leaves().anyMatch(LayerContent.RasterizedText.class::isInstance);
  }

  @Override
  public List<Id> assets() {
    return leaves()
        .filter(LayerContent.OfAsset.class::isInstance)
        .map(content -> ((LayerContent.OfAsset) content).asset())
        .distinct()
        .toList();
  }
}
