package io.patchwork.worker.render;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.time.FrameRate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be made for a render: immutable, stored before anything is done.
 *
 * @param revision hash of all that matters in it
 * @param frames pictures in the output
 * @param pieces the distinct segments
 * @param sequence which of them follow each other, by their place in {@code pieces}
 * @param soundtrack absent where the timeline has no sound
 * @param originals the address of each source content
 * @param warnings what of the timeline is not rendered, as sentences
 */
record RenderPlan(
    Id render,
    Sha256 revision,
    Sha256 timeline,
    FrameRate rate,
    long frames,
    List<Segment> pieces,
    List<Integer> sequence,
    @Nullable Soundtrack soundtrack,
    Map<Sha256, String> originals,
    Lineage lineage,
    List<String> warnings) {

  RenderPlan {
    pieces = List.copyOf(pieces);
    sequence = List.copyOf(sequence);
    originals = Map.copyOf(originals);
    warnings = List.copyOf(warnings);
  }

  /** A segment and its key. */
  record Segment(Sha256 key, SegmentSpec spec) {}

  /** The soundtrack and its key. */
  record Soundtrack(Sha256 key, SoundtrackSpec spec) {}

  /** Everything that must be there before the render can be put together. */
  List<Sha256> keys() {
    Stream<Sha256> sound = soundtrack == null ? Stream.empty() : Stream.of(soundtrack.key);
    return Stream.concat(pieces.stream().map(Segment::key), sound).toList();
  }
}
