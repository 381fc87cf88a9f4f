package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.deletion.DeletionReport.HeldRender;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.NamedAssets;
import io.patchwork.schema.timeline.OtioJson;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ingest.KeyTemplate;
import io.patchwork.worker.inventory.Batches;
import io.patchwork.worker.inventory.StoredAssets;
import io.patchwork.worker.inventory.TextRecords;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.render.plan.RenderPlan;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.UnusableDocument;
import java.net.URI;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Marks the objects of what is forgotten, and says why others stay. For one search. */
final class ForgetMarks {

  private static final int MAX_TIMELINE_BYTES = OtioJson.MAX_BYTES;

  private final ObjectStore store;
  private final KeyTemplate uploads;
  private final StoredAssets assets;
  private final StoredRevisions revisions;
  private final ForgetScope scope;
  private final Set<ObjectKey> listed;
  private final DeletionPlan plan = new DeletionPlan();

  /**
   * Marks.
   *
   * @param listed keys that were marked before: what led to them may be deleted already
   */
  ForgetMarks(
      ObjectStore store,
      KeyTemplate uploads,
      StoredAssets assets,
      StoredRevisions revisions,
      ForgetScope scope,
      Set<ObjectKey> listed) {
    this.store = store;
    this.uploads = uploads;
    this.assets = assets;
    this.revisions = revisions;
    this.scope = scope;
    this.listed = listed;
  }

  DeletionPlan mark() throws Failure, InterruptedException {
    markAssets();
    markRenders();
    markContents();
    markUploads();
    new ForgetRecords(store, revisions, scope, plan).mark();
    return plan;
  }

  private List<StoredObject> list(String prefix) {
    try (Stream<StoredObject> objects = store.list(prefix)) {
      return objects.toList();
    }
  }

  private void markAssets() {
    for (Id asset : scope.assets()) {
      plan.delete(assets.asset(asset).objects(), "It is of the asset " + asset + ".");
    }
    scope
        .supersededManifests()
        .forEach((key, asset) ->
            store
                .head(key)
                .ifPresent(object ->
                    plan.delete(
                        object,
                        "It is an earlier manifest of the asset "
                            + asset
                            + " that names the person.")));
    scope.shared().forEach(this::keepShared);
    scope
        .remixes()
        .forEach((remix, of) ->
            plan.keep(
                StoreLayout.asset(remix),
                "The asset "
                    + remix
                    + " says that it was made from "
                    + of
                    + ", and nobody knows of which part; look at it, and forget it too if it must"
                    + " go.",
                null));
    scope
        .unread()
        .forEach((key, asset) ->
            plan.keep(
                key.value(),
                "This manifest cannot be read, so nobody knows whose it is; ingest "
                    + asset
                    + " again and repeat the job.",
                null));
  }

  private void keepShared(Id asset, String why) {
    if (scope.request().shared() == null) {
      plan.decide(
          "The asset "
              + asset
              + " is not of one person alone. "
              + why
              + " Say whether such assets are deleted or kept (shared).");
      return;
    }
    plan.keep(
        StoreLayout.asset(asset), why + " It was asked to keep such assets (shared: keep).", null);
  }

  private void markRenders() throws Failure, InterruptedException {
    Map<String, RenderRevision> byRevision =
        scope.revisions().stream()
            .collect(
                Collectors.toMap(each -> each.revision().hex(), each -> each, (some, _) -> some));
    Set<ObjectKey> candidates = new LinkedHashSet<>();
    for (RenderRevision of : scope.revisions()) {
      String why = why(of);
      plan.delete(revisions.objects(of), why);
      if (revisions.latest(of.render()).filter(of::equals).isPresent()) {
        store
            .head(StoreLayout.latestRevision(of.render()))
            .ifPresent(object -> plan.delete(object, why));
      }
      boolean isSlated =
          scope.request().hasPlaceholders() && revisions.requested(of).isPresent() && isCurrent(of);
      plan.hold(
          new HeldRender(
              of.render(),
              of.revision(),
              isSlated ? HeldRender.Outcome.RENDERED_ANEW : HeldRender.Outcome.WITHDRAWN));
      readPlan(of).ifPresent(dead -> candidates.addAll(candidates(dead, isSlated)));
    }
    for (StoredObject output : list(StoreLayout.OUTPUTS)) {
      String name = output.key().value();
      String revision = name.substring(name.lastIndexOf('/') + 1).replace(".json", "");
      if (byRevision.containsKey(revision)) {
        plan.delete(output, "It is an output of a render that held what is forgotten.");
      }
    }
    for (RenderRevision of : scope.corrected()) {
      plan.keep(
          StoreLayout.renderFolder(of.render(), of.revision()),
          "The credits of the render "
              + of.render()
              + " named the person until they were corrected; the earlier ones are kept as the"
              + " evidence of that.",
          null);
    }
    addTimelines(candidates);
    listed.stream().filter(key -> isShared(key.value())).forEach(candidates::add);
    markCandidates(candidates);
  }

  private boolean isCurrent(RenderRevision of) {
    return revisions.latest(of.render()).filter(of::equals).isPresent();
  }

  private static String why(RenderRevision of) {
    return "The render " + of.render() + " holds what is forgotten.";
  }

  private Optional<RenderPlan> readPlan(RenderRevision of) {
    try {
      return revisions.plan(of);
    } catch (UnusableDocument e) {
      plan.keep(
          StoreLayout.plan(of.render(), of.revision()).value(),
          "It could not be read, so segments and texts of the render "
              + of.render()
              + " stay until the retention of unreached ones deletes them.",
          null);
      return Optional.empty();
    }
  }

  /**
   * What only a render that goes may have needed. Of one that is rendered again, segments that show
   * nothing of it and no text are needed again.
   */
  private Set<ObjectKey> candidates(RenderPlan dead, boolean isSlated) {
    Set<ObjectKey> keys =
        StoredRevisions.reached(dead).stream()
            .filter(key -> isShared(key.value()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (isSlated) {
      keys.removeAll(StoredRevisions.withoutTextOr(dead, scope.assets()));
    }
    return keys;
  }

  private static boolean isShared(String key) {
    return Stream.of(StoreLayout.SEGMENTS, StoreLayout.TEXT, StoreLayout.TIMELINES)
        .anyMatch(key::startsWith);
  }

  /** Adds the submitted timelines that name one of the assets, or the person. */
  private void addTimelines(Set<ObjectKey> candidates) {
    for (StoredObject object : list(StoreLayout.TIMELINES)) {
      boolean isNamed =
          store
              .read(object.key(), MAX_TIMELINE_BYTES)
              .filter(content -> isNamed(content.bytes()))
              .isPresent();
      if (isNamed) {
        candidates.add(object.key());
      }
    }
  }

  private boolean isNamed(byte[] timeline) {
    try {
      var document = OtioJson.read(timeline);
      Set<String> people = new HashSet<>(document.findValuesAsString("id"));
      return !Collections.disjoint(NamedAssets.of(document).names().keySet(), scope.assets())
          || (scope.request().person() != null
              && people.contains(scope.request().person().value()));
    } catch (InvalidTimeline e) {
      return false;
    }
  }

  private void markCandidates(Set<ObjectKey> candidates) throws Failure, InterruptedException {
    if (candidates.isEmpty()) {
      return;
    }
    Reached reached =
        Reached.by(revisions, candidates, revision -> !scope.revisions().contains(revision.of()));
    Batches<ObjectKey, Optional<StoredObject>> heads =
        new Batches<>(
            store::head,
            head ->
                head.ifPresent(object ->
                    reached
                        .why(object.key())
                        .ifPresentOrElse(
                            why -> plan.keep(object.key().value(), why, null),
                            () ->
                                plan.delete(
                                    object,
                                    "Only a render that held what is forgotten used it."))));
    for (ObjectKey candidate : candidates) {
      heads.add(candidate);
    }
    heads.finish();
    Set<ObjectKey> images =
        candidates.stream()
            .filter(key -> key.value().startsWith(StoreLayout.TEXT) && plan.isDeleted(key))
            .collect(Collectors.toSet());
    if (!images.isEmpty()) {
      new TextRecords(store)
          .ofImages(images)
          .forEach(record ->
              plan.delete(record, "It records a text of a render that held what is forgotten."));
    }
  }

  private void markContents() {
    for (Sha256 content : scope.contents()) {
      List<StoredObject> objects =
          Stream.of(
                  StoreLayout.facts(content),
                  StoreLayout.fingerprint(content).value(),
                  StoreLayout.manifestStore(content).value())
              .flatMap(prefix -> list(prefix).stream())
              .toList();
      @Nullable Id twin = scope.twins().get(content);
      if (twin == null) {
        plan.delete(objects, "It was measured of a content that is forgotten.");
      } else {
        objects.forEach(object ->
            plan.keep(
                object.key().value(),
                "The asset " + twin + " of somebody else has the same bytes.",
                null));
      }
    }
    scope
        .earlierContents()
        .forEach((asset, contents) ->
            contents.forEach(content ->
                plan.delete(
                    list(StoreLayout.assetContents(asset, content)),
                    "The asset "
                        + asset
                        + " had this content before, when it was by the person alone.")));
    scope
        .unnamed()
        .forEach((name, contents) -> {
          Set<Sha256> gone = new LinkedHashSet<>(contents);
          gone.retainAll(scope.onlyContents());
          for (Sha256 content : gone) {
            plan.delete(
                list(StoreLayout.assetContents(name, content)),
                "It was made of a file that is forgotten.");
          }
        });
  }

  private void markUploads() {
    for (String original : scope.originals()) {
      Optional<ObjectKey> key = key(original);
      @Nullable Id other = scope.sharedOriginals().get(original);
      if (key.isEmpty()) {
        plan.keep(original, "It lies outside of the store; delete it where it is.", null);
      } else if (other != null) {
        plan.keep(key.get().value(), "The asset " + other + " was made of it, too.", null);
      } else {
        store.head(key.get()).ifPresent(object -> plan.delete(object, "It is the uploaded file."));
      }
    }
    Map<ObjectKey, Id> ofOthers = new LinkedHashMap<>();
    scope
        .sharedOriginals()
        .forEach((original, asset) -> key(original).ifPresent(key -> ofOthers.put(key, asset)));
    for (StoredObject object : list(StoreLayout.UPLOADS)) {
      if (!isClaimed(object.key()) && !isListed(object.key())) {
        continue;
      }
      @Nullable Id other = ofOthers.get(object.key());
      if (other == null) {
        plan.delete(object, "It was uploaded by or for what is forgotten.");
      } else {
        plan.keep(
            object.key().value(),
            "The asset " + other + ", which is not by the person alone, was made of it.",
            null);
      }
    }
  }

  /** Whether it was to go before, and is not the upload of an asset that stays. */
  private boolean isListed(ObjectKey upload) {
    return listed.contains(upload)
        && uploads
            .read(upload.value())
            .filter(claim -> !scope.assets().contains(claim.asset()))
            .isEmpty();
  }

  private boolean isClaimed(ObjectKey upload) {
    return uploads
        .read(upload.value())
        .filter(claim ->
            scope.assets().contains(claim.asset())
                || (claim.contributor() != null
                    && claim.contributor().equals(scope.request().person())
                    && !scope.shared().containsKey(claim.asset())))
        .isPresent();
  }

  /**
   * The key of an upload, which a manifest names as key or as URI; empty where it lies elsewhere.
   */
  private Optional<ObjectKey> key(String original) {
    try {
      return original.contains("://") || original.startsWith("file:")
          ? store.keyOf(URI.create(original))
          : Optional.of(new ObjectKey(original));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }
}
