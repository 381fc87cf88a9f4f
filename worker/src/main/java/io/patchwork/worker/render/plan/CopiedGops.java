package io.patchwork.worker.render.plan;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.FrameRate;
import java.util.List;

/**
 * Whole GOPs that are copied, packet by packet, from a rendition with the render's coding.
 *
 * @param rendition digest of the rendition's bytes
 * @param parameterSets digest of its parameter sets
 * @param first first frame in the rendition, a key frame
 * @param frames number of frames, up to the end of a GOP
 */
public record CopiedGops(
    Id asset, Sha256 rendition, Sha256 parameterSets, FrameRate rate, long first, long frames)
    implements SegmentContent {

  @Override
  public List<Id> assets() {
    return List.of(asset);
  }

  @Override
  public boolean hasText() {
    return false;
  }
}
