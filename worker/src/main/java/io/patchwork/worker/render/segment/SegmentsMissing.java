package io.patchwork.worker.render.segment;

import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * Segments, or their boundary frames, that were in the store when they were marked as done and are
 * gone.
 */
public final class SegmentsMissing extends Exception {

  private final List<Sha256> segments;

  public SegmentsMissing(List<Sha256> segments) {
    super(segments.size() + " segments are gone");
    this.segments = List.copyOf(segments);
  }

  public List<Sha256> segments() {
    return segments;
  }
}
