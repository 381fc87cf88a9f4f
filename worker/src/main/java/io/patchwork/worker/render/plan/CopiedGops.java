package io.patchwork.worker.render.plan;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.FrameRate;
import java.util.List;

/**
 * Whole groups of pictures of a rendition that is encoded as the render is, packet for packet.
 *
 * @param rendition digest of its bytes
 * @param parameterSets digest of what its decoder is told before the first frame
 * @param first frame in the rendition, the first of a group
 * @param frames up to the end of a group
 */
public record CopiedGops(
    Id asset, Sha256 rendition, Sha256 parameterSets, FrameRate rate, long first, long frames)
    implements SegmentContent {

  @Override
  public List<Id> assets() {
    return List.of(asset);
  }
}
