package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.inventory.Batches;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.render.StoredRevisions.Visitor;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.storelayout.UnusableDocument;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the plans and lineages of the renders that stay reach.
 *
 * @param keys those that were asked for, with a render that needs each
 * @param contents of assets that are in a render
 * @param renders that are in an asset of a render
 * @param unread revisions whose plan cannot be read: nobody knows what they reach
 */
record Reached(
    Map<ObjectKey, RenderRevision> keys,
    Set<AssetContent> contents,
    Set<RenderRevision> renders,
    Set<RenderRevision> unread) {

  /** A plan as it was read; null where it cannot be. */
  private record Read(RenderRevision of, Optional<RenderPlan> plan, boolean isUnread) {}

  /**
   * Reads all plans.
   *
   * @param candidates keys that are asked for
   * @param isKept whether a revision stays
   */
  static Reached by(
      StoredRevisions revisions,
      Set<ObjectKey> candidates,
      Predicate<StoredRevisions.StoredRevision> isKept)
      throws Failure, InterruptedException {
    Reached reached =
        new Reached(
            new LinkedHashMap<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>(),
            new LinkedHashSet<>());
    Visitor<Read> marking =
        read -> {
          if (read.isUnread) {
            reached.unread.add(read.of);
          }
          read.plan.ifPresent(plan -> reached.mark(read.of, plan, candidates));
        };
    Batches<RenderRevision, Read> plans = new Batches<>(of -> read(revisions, of), marking);
    revisions.forEach(revision -> {
      if (isKept.test(revision)) {
        plans.add(revision.of());
      }
    });
    plans.finish();
    return reached;
  }

  private static Read read(StoredRevisions revisions, RenderRevision of) {
    try {
      return new Read(of, revisions.plan(of), false);
    } catch (UnusableDocument e) {
      return new Read(of, Optional.empty(), true);
    }
  }

  private void mark(RenderRevision of, RenderPlan plan, Set<ObjectKey> candidates) {
    StoredRevisions.reached(plan).stream()
        .filter(candidates::contains)
        .forEach(key -> keys.putIfAbsent(key, of));
    for (Credit credit : plan.lineage().credits()) {
      contents.add(credit.content());
      renders.addAll(credit.untimedRenders());
      if (credit.render() != null) {
        renders.add(credit.render());
      }
    }
  }

  /** Why a key must stay; empty where nothing reaches it. */
  Optional<String> why(ObjectKey key) {
    @Nullable RenderRevision by = keys.get(key);
    if (by != null) {
      return Optional.of("The render " + by.render() + ", which stays, needs it.");
    }
    return unread.stream()
        .findFirst()
        .map(each ->
            "The plan of the render "
                + each.render()
                + " cannot be read, so nobody knows whether it needs this; render it again and"
                + " repeat the job.");
  }
}
