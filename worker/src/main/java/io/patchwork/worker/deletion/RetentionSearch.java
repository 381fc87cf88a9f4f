package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Retention.DeleteAfterDays;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.inventory.StoredAssets;
import io.patchwork.worker.inventory.StoredAssets.StoredAsset;
import io.patchwork.worker.inventory.StoredJobs;
import io.patchwork.worker.inventory.StoredJobs.StoredJob;
import io.patchwork.worker.inventory.TextRecords;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.storelayout.StoreLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a policy lets go: what is older than it says, and is reached by no manifest, plan or
 * lineage that stays. For one search.
 */
public final class RetentionSearch {

  /** Keys that are held against all plans at once; more take another reading of the plans. */
  private static final int MAX_CANDIDATES = 200_000;

  private final ObjectStore store;
  private final DeleteAfterDays policy;
  private final Instant now;
  private final StoredAssets assets;
  private final StoredRevisions revisions;
  private final DeletionPlan plan = new DeletionPlan();
  private final Set<RenderRevision> dead = new LinkedHashSet<>();
  private final Set<AssetContent> deadContents = new LinkedHashSet<>();

  public RetentionSearch(ObjectStore store, DeleteAfterDays policy, Instant now) {
    this.store = store;
    this.policy = policy;
    this.now = now;
    this.assets = new StoredAssets(store);
    this.revisions = new StoredRevisions(store);
  }

  /** Searches. */
  public DeletionPlan find() throws Failure, InterruptedException {
    if (policy.revisions() != null) {
      new OldRevisions(store, assets, revisions, isOld(policy.revisions())).find(plan, dead);
    }
    unreached(StoreLayout.SEGMENTS, policy.segments(), "No plan that stays needs it.");
    unreached(StoreLayout.TEXT, policy.text(), "No plan that stays needs it.");
    unreached(StoreLayout.TIMELINES, policy.timelines(), "A copy lies beside its render.");
    if (policy.contents() != null) {
      contents(policy.contents());
    }
    folders(StoreLayout.CHUNKS, policy.chunks());
    jobs();
    if (policy.reports() != null) {
      list(StoreLayout.DELETION_REPORTS).stream()
          .filter(isOld(policy.reports()))
          .forEach(object -> plan.delete(object, "It is an old report of a deletion."));
    }
    return plan;
  }

  private Predicate<StoredObject> isOld(@Nullable Integer days) {
    Instant before = days == null ? Instant.MIN : now.minus(Duration.ofDays(days));
    return object -> object.modified().isBefore(before);
  }

  private List<StoredObject> list(String prefix) {
    try (Stream<StoredObject> objects = store.list(prefix)) {
      return objects.toList();
    }
  }

  private boolean isKept(StoredRevisions.StoredRevision revision) {
    return !dead.contains(revision.of());
  }

  /** Old objects under a prefix that no plan reaches, a bounded number at a time. */
  private void unreached(String prefix, @Nullable Integer days, String why)
      throws Failure, InterruptedException {
    if (days == null) {
      return;
    }
    Map<ObjectKey, StoredObject> some = new LinkedHashMap<>();
    Predicate<StoredObject> isOld = isOld(days);
    try (Stream<StoredObject> objects = store.list(prefix)) {
      for (StoredObject object : (Iterable<StoredObject>) objects::iterator) {
        if (isOld.test(object)) {
          some.put(object.key(), object);
        }
        if (some.size() == MAX_CANDIDATES) {
          deleteUnreached(some, why);
          some.clear();
        }
      }
    }
    deleteUnreached(some, why);
  }

  private void deleteUnreached(Map<ObjectKey, StoredObject> some, String why)
      throws Failure, InterruptedException {
    if (some.isEmpty()) {
      return;
    }
    Set<ObjectKey> candidates = new LinkedHashSet<>();
    Map<ObjectKey, List<ObjectKey>> imagesOf = new LinkedHashMap<>();
    TextRecords texts = new TextRecords(store);
    for (ObjectKey key : some.keySet()) {
      List<ObjectKey> images = texts.isRecord(key) ? texts.images(key) : List.of(key);
      imagesOf.put(key, images);
      candidates.addAll(images);
    }
    Reached reached = Reached.by(revisions, candidates, this::isKept);
    some.forEach((key, object) -> {
      List<ObjectKey> images = imagesOf.getOrDefault(key, List.of());
      if (images.stream().allMatch(image -> reached.why(image).isEmpty())) {
        plan.delete(object, why);
      }
    });
    reached
        .unread()
        .forEach(of ->
            plan.keep(
                StoreLayout.plan(of.render(), of.revision()).value(),
                "This plan cannot be read, so all that it might need stays; render "
                    + of.render()
                    + " again.",
                null));
  }

  /** Earlier contents of assets, and what was measured of contents that no asset has any more. */
  private void contents(int days) throws Failure, InterruptedException {
    Reached reached = Reached.by(revisions, Set.of(), this::isKept);
    ContentSet present = new ContentSet();
    reached.contents().forEach(each -> present.add(each.sha256()));
    boolean isSure = reached.unread().isEmpty();
    assets.forEach(asset -> {
      if (isSure && asset.current() != null) {
        earlier(asset, days, reached.contents());
      }
      asset.contents().stream()
          .filter(content -> !deadContents.contains(new AssetContent(asset.id(), content)))
          .forEach(present::add);
    });
    if (!isSure) {
      return;
    }
    for (String prefix :
        List.of(StoreLayout.FACTS, StoreLayout.FINGERPRINTS, StoreLayout.MANIFEST_STORES)) {
      list(prefix).stream()
          .filter(isOld(days))
          .filter(object -> {
            String name = object.key().value().substring(prefix.length()).split("[/.]", -1)[0];
            return Sha256.isValid(name) && !present.contains(new Sha256(name));
          })
          .forEach(object -> plan.delete(object, "No asset and no render has this content."));
    }
  }

  private void earlier(StoredAsset asset, int days, Set<AssetContent> reached) {
    Set<Sha256> now =
        asset.manifest().stream().map(manifest -> manifest.sha256()).collect(Collectors.toSet());
    Map<Sha256, List<StoredObject>> folders = new LinkedHashMap<>();
    String prefix = StoreLayout.asset(asset.id());
    for (StoredObject object : asset.objects()) {
      String folder = object.key().value().substring(prefix.length()).split("/", -1)[0];
      if (Sha256.isValid(folder)) {
        folders.computeIfAbsent(new Sha256(folder), _ -> new ArrayList<>()).add(object);
      }
    }
    folders.forEach((content, objects) -> {
      AssetContent of = new AssetContent(asset.id(), content);
      if (now.contains(content)) {
        objects.stream()
            .filter(isOld(days))
            .filter(object -> asset.manifests().containsKey(object.key()))
            .filter(object -> !object.key().equals(asset.current()))
            .forEach(object -> plan.delete(object, "It is an earlier manifest of the asset."));
      } else if (!now.isEmpty()
          && !reached.contains(of)
          && objects.stream().allMatch(isOld(days))) {
        deadContents.add(of);
        plan.delete(objects, "The asset " + asset.id() + " has another content now.");
      }
    });
  }

  /** Folders in which everything is old. */
  private void folders(String prefix, @Nullable Integer days) {
    if (days == null) {
      return;
    }
    list(prefix).stream()
        .collect(
            Collectors.groupingBy(
                object -> object.key().value().substring(prefix.length()).split("/", -1)[0],
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .stream()
        .filter(objects -> objects.stream().allMatch(isOld(days)))
        .forEach(objects -> plan.delete(objects, "Its upload was joined, or given up, long ago."));
  }

  /** Records of jobs that are old, and those that claim what goes. */
  private void jobs() throws Failure, InterruptedException {
    if (policy.jobs() == null && dead.isEmpty() && deadContents.isEmpty()) {
      return;
    }
    new StoredJobs(store, revisions)
        .forEach(job -> {
          boolean hasEnded = job.record().isPresent() || job.unread() != null;
          if (policy.jobs() != null
              && hasEnded
              && job.objects().stream().allMatch(isOld(policy.jobs()))) {
            plan.delete(job.objects(), "It records a job that ended long ago.");
          } else if (job.render().filter(dead::contains).isPresent() || claimsDeadContent(job)) {
            plan.delete(job.objects(), "It records a job whose result goes.");
          }
        });
  }

  private boolean claimsDeadContent(StoredJob job) {
    return job.record().stream()
        .flatMap(record -> record.jobEvents())
        .anyMatch(event ->
            event instanceof JobEvent.Completed completed
                && completed.result() instanceof Result.OfAsset asset
                && deadContents.contains(new AssetContent(asset.asset(), asset.sha256())));
  }
}
