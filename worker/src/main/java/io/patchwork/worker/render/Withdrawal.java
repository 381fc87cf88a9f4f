package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What would change in a render if assets were taken out of it, and out of the renders in it.
 *
 * @param segments that would be rendered again
 * @param ofSegments all of the film
 * @param frames in these segments
 * @param isMixChanged whether the soundtrack would be mixed again
 */
public record Withdrawal(int segments, int ofSegments, long frames, boolean isMixChanged) {

  private static final int MAX_BYTES = 256 << 20;

  /**
   * Works it out from the plan: a segment is rendered again where an asset is in it, covered too.
   */
  public static Withdrawal of(
      ObjectStore store, RenderRevision revision, Lineage lineage, Set<AssetContent> assets) {
    List<Use> uses =
        Stream.concat(lineage.uses().stream(), lineage.nestedUses().stream())
            .filter(use -> assets.contains(use.content()))
            .toList();
    List<Interval> pictures =
        IntervalSet.of(
                Stream.concat(
                        uses.stream().filter(use -> use.medium() != Medium.AUDIO).map(Use::out),
                        lineage.nestedRenders().stream()
                            .filter(each ->
                                each.medium() == Medium.VIDEO && assets.contains(each.content()))
                            .map(each -> each.out()))
                    .toList())
            .parts();
    boolean isMixChanged = uses.stream().anyMatch(use -> use.medium() == Medium.AUDIO);
    Optional<RenderPlan> plan =
        store
            .read(StoreLayout.plan(revision.render(), revision.revision()), MAX_BYTES)
            .map(content -> Json.read(content.bytes(), RenderPlan.class));
    return plan.map(each -> of(each, pictures, isMixChanged))
        .orElseGet(() -> new Withdrawal(0, 0, 0, isMixChanged));
  }

  private static Withdrawal of(RenderPlan plan, List<Interval> pictures, boolean isMixChanged) {
    List<Long> changed = new ArrayList<>();
    long first = 0;
    for (int place : plan.sequence()) {
      long frames = plan.segments().get(place).frames();
      Interval range =
          new Interval(
              RationalTime.ofFrames(first, plan.rate()),
              RationalTime.ofFrames(first + frames, plan.rate()));
      if (pictures.stream().anyMatch(each -> overlap(each, range))) {
        changed.add(frames);
      }
      first += frames;
    }
    return new Withdrawal(
        changed.size(),
        plan.sequence().size(),
        changed.stream().mapToLong(Long::longValue).sum(),
        isMixChanged);
  }

  private static boolean overlap(Interval one, Interval other) {
    return one.start().compareTo(other.end()) < 0 && other.start().compareTo(one.end()) < 0;
  }

  /** For a person. */
  public String sentence() {
    String pictures =
        segments == 0
            ? "no segment"
            : segments + " of " + ofSegments + " segments (" + frames + " frames)";
    return "without it, "
        + pictures
        + " would be rendered again"
        + (isMixChanged ? ", and the sound would be mixed again" : "");
  }
}
