package io.patchwork.worker.render.plan;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.composition.Layer;
import io.patchwork.worker.composition.LayerContent;
import io.patchwork.worker.composition.Shot;
import java.util.List;

/**
 * A segment that is made: everything that determines its pixels.
 *
 * @param renderer counts changes of what this code makes of the same spec
 * @param encoder build of FFmpeg and platform
 * @param shots one after the other
 */
public record SegmentSpec(int renderer, String encoder, VideoCoding coding, List<Shot> shots)
    implements SegmentContent {

  /** Raise it when the same spec is to give other pixels. */
  public static final int RENDERER = 5;

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

  @Override
  public List<Id> assets() {
    return shots.stream()
        .flatMap(shot -> shot.layers().stream())
        .flatMap(Layer::leaves)
        .map(Layer::picture)
        .filter(LayerContent.OfAsset.class::isInstance)
        .map(picture -> ((LayerContent.OfAsset) picture).asset())
        .distinct()
        .toList();
  }
}
