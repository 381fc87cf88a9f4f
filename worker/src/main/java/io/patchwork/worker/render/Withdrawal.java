package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.render.plan.SegmentContent;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.StoredDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
   * Works it out from the plan: a segment is rendered again where its layers have an asset, or a
   * render that the asset is in, because that is another file then. What is wholly covered is no
   * layer of a segment. Words count wherever they are read.
   */
  public static Withdrawal of(
      ObjectStore store, RenderRevision revision, Lineage lineage, Set<AssetContent> assets) {
    Set<Id> affected = affected(lineage, assets);
    boolean isMixChanged =
        lineage.uses().stream()
            .anyMatch(use -> use.medium() == Medium.AUDIO && affected.contains(use.asset()));
    Optional<RenderPlan> plan =
        store
            .read(StoreLayout.plan(revision.render(), revision.revision()), MAX_BYTES)
            .map(content ->
                StoredDocument.parse(content.object().key(), content.bytes(), RenderPlan.class));
    if (plan.isEmpty()) {
      return new Withdrawal(0, 0, 0, isMixChanged);
    }
    List<Integer> changed = changed(plan.get(), lineage, assets);
    return new Withdrawal(
        changed.size(),
        plan.get().sequence().size(),
        changed.stream().mapToLong(each -> frames(plan.get(), each)).sum(),
        isMixChanged);
  }

  /** The assets of the timeline itself that would be other files. */
  private static Set<Id> affected(Lineage lineage, Set<AssetContent> assets) {
    Set<Id> ids = assets.stream().map(AssetContent::asset).collect(Collectors.toSet());
    Set<Id> affected = new HashSet<>(ids);
    for (Use use : lineage.nestedUses()) {
      if (assets.contains(use.content()) || use.via().stream().anyMatch(hop -> isAny(hop, ids))) {
        affected.addAll(use.via().getFirst());
      }
    }
    return affected;
  }

  private static boolean isAny(List<Id> hop, Set<Id> ids) {
    return hop.stream().anyMatch(ids::contains);
  }

  /** The positions in the film of the segments that would be rendered again. */
  static List<Integer> changed(RenderPlan plan, Lineage lineage, Set<AssetContent> assets) {
    Set<Id> affected = affected(lineage, assets);
    List<Interval> read =
        lineage.uses().stream()
            .filter(use -> use.medium() == Medium.TEXT && assets.contains(use.content()))
            .map(Use::out)
            .toList();
    List<Integer> changed = new ArrayList<>();
    long first = 0;
    for (int i = 0; i < plan.sequence().size(); i++) {
      long frames = frames(plan, i);
      Interval range =
          new Interval(
              RationalTime.ofFrames(first, plan.rate()),
              RationalTime.ofFrames(first + frames, plan.rate()));
      SegmentContent content = plan.segments().get(plan.sequence().get(i)).content();
      if (content.assets().stream().anyMatch(affected::contains)
          || read.stream().anyMatch(each -> overlap(each, range))) {
        changed.add(i);
      }
      first += frames;
    }
    return changed;
  }

  private static long frames(RenderPlan plan, int position) {
    return plan.segments().get(plan.sequence().get(position)).frames();
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
