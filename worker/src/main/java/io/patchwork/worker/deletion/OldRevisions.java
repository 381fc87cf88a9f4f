package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.inventory.StoredAssets;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Old revisions of renders that may go: not current, ended, not in an asset, not in a render that
 * stays, and named by no proposal and no entry of the ledger, because money may be disputed by
 * their lineage. For one search.
 */
final class OldRevisions {

  private static final int MAX_BYTES = 256 << 20;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final ObjectStore store;
  private final StoredAssets assets;
  private final StoredRevisions revisions;
  private final Predicate<StoredObject> isOld;
  private final Map<RenderRevision, List<StoredObject>> old = new LinkedHashMap<>();

  OldRevisions(
      ObjectStore store,
      StoredAssets assets,
      StoredRevisions revisions,
      Predicate<StoredObject> isOld) {
    this.store = store;
    this.assets = assets;
    this.revisions = revisions;
    this.isOld = isOld;
  }

  /** Adds them to a plan and to a set. */
  void find(DeletionPlan plan, Set<RenderRevision> dead) throws Failure, InterruptedException {
    revisions.forEach(revision -> {
      if (!revision.isCurrent()
          && revision.objects().stream().allMatch(isOld)
          && revisions.hasEnded(revision.of())) {
        old.put(revision.of(), revision.objects());
      }
    });
    if (old.isEmpty()) {
      return;
    }
    keepThoseInProposals(plan);
    keepThoseInAssets(plan);
    keepThoseInRenders(plan);
    old.forEach((of, objects) ->
        plan.delete(objects, "It is of an earlier revision of the render " + of.render() + "."));
    deleteTraces(plan);
    dead.addAll(old.keySet());
  }

  private List<StoredObject> list(String prefix) {
    try (Stream<StoredObject> objects = store.list(prefix)) {
      return objects.toList();
    }
  }

  private void keep(RenderRevision of, String why, DeletionPlan plan) {
    if (old.remove(of) != null) {
      plan.keep(StoreLayout.renderFolder(of.render(), of.revision()) + "/", why, null);
    }
  }

  private void keepThoseInProposals(DeletionPlan plan) {
    Map<String, RenderRevision> byDigest =
        old.keySet().stream()
            .collect(Collectors.toMap(of -> of.revision().hex(), of -> of, (some, _) -> some));
    for (String prefix : List.of(StoreLayout.PROPOSALS, StoreLayout.LEDGER)) {
      for (StoredObject object : list(prefix)) {
        store
            .read(object.key(), MAX_BYTES)
            .map(content -> new String(content.bytes(), StandardCharsets.UTF_8))
            .ifPresent(text -> {
              Matcher digest = DIGEST.matcher(text);
              while (digest.find()) {
                if (byDigest.containsKey(digest.group())) {
                  keep(
                      byDigest.get(digest.group()),
                      "The proposal or entry " + object.key() + " counts by its lineage.",
                      plan);
                }
              }
            });
      }
    }
  }

  /** The people in a film that was uploaded again are known by the lineage of its revision. */
  private void keepThoseInAssets(DeletionPlan plan) throws Failure, InterruptedException {
    Map<Sha256, List<RenderRevision>> byOutput = new HashMap<>();
    Map<String, RenderRevision> byName =
        old.keySet().stream()
            .collect(
                Collectors.toMap(of -> of.revision().hex() + ".json", of -> of, (some, _) -> some));
    for (StoredObject output : list(StoreLayout.OUTPUTS)) {
      String[] parts = output.key().value().substring(StoreLayout.OUTPUTS.length()).split("/", -1);
      if (parts.length == 2 && Sha256.isValid(parts[0]) && byName.containsKey(parts[1])) {
        byOutput
            .computeIfAbsent(new Sha256(parts[0]), _ -> new ArrayList<>())
            .add(byName.get(parts[1]));
      }
    }
    assets.forEach(asset -> {
      for (Sha256 digest : asset.digests()) {
        byOutput
            .getOrDefault(digest, List.of())
            .forEach(
                of -> keep(of, "The asset " + asset.id() + " is its film, or holds it.", plan));
      }
    });
  }

  /** What is kept may hold others: until nothing more is. */
  private void keepThoseInRenders(DeletionPlan plan) throws Failure, InterruptedException {
    boolean isChanged = true;
    while (isChanged && !old.isEmpty()) {
      Reached reached =
          Reached.by(revisions, Set.of(), revision -> !old.containsKey(revision.of()));
      Set<RenderRevision> held = new HashSet<>(reached.renders());
      held.retainAll(old.keySet());
      held.forEach(of -> keep(of, "It is in a render that stays.", plan));
      isChanged = !held.isEmpty();
      if (!reached.unread().isEmpty()) {
        List.copyOf(old.keySet())
            .forEach(of ->
                keep(
                    of,
                    "A plan cannot be read that may need it: that of the render "
                        + reached.unread().iterator().next().render()
                        + ".",
                    plan));
      }
    }
  }

  /** What points to the revisions that go: indexes, and the records of their jobs. */
  private void deleteTraces(DeletionPlan plan) {
    Set<String> ends =
        old.keySet().stream()
            .flatMap(of ->
                Stream.of("/" + of.render() + "/" + of.revision(), "/" + of.revision() + ".json"))
            .collect(Collectors.toSet());
    for (String prefix : List.of(StoreLayout.USES, StoreLayout.OUTPUTS)) {
      for (StoredObject object : list(prefix)) {
        String key = object.key().value();
        int last = key.lastIndexOf('/');
        if (ends.contains(key.substring(last))
            || ends.contains(key.substring(key.lastIndexOf('/', last - 1)))) {
          plan.delete(object, "It leads to an earlier revision that goes.");
        }
      }
    }
    for (RenderRevision of : old.keySet()) {
      for (JobRef job : revisions.jobs(of)) {
        plan.delete(list(StoreLayout.job(job)), "It records a job whose result goes.");
      }
    }
  }
}
