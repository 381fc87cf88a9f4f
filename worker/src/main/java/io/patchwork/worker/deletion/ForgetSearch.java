package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Forget;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ingest.KeyTemplate;
import io.patchwork.worker.inventory.StoredAssets;
import io.patchwork.worker.render.StoredRevisions;
import io.patchwork.worker.render.UsesIndex;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.Tombstones;
import io.patchwork.worker.storelayout.UnusableDocument;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds all that is of an asset or a person in a store. It reads all manifests once or twice, all
 * plans of renders once, and lists everything else. Thread-safe.
 */
public final class ForgetSearch {

  private final ObjectStore store;
  private final KeyTemplate uploads;
  private final StoredAssets assets;
  private final StoredRevisions revisions;
  private final UsesIndex uses;

  /**
   * A search.
   *
   * @param uploads keys of uploads, which say whose they are
   */
  public ForgetSearch(ObjectStore store, KeyTemplate uploads) {
    this.store = store;
    this.uploads = uploads;
    this.assets = new StoredAssets(store);
    this.revisions = new StoredRevisions(store);
    this.uses = new UsesIndex(store);
  }

  /**
   * What was found.
   *
   * @param plan what is deleted and kept
   * @param remembered by what it is found again
   * @param digests under which workers may have it in their caches
   * @param chunkedJobs jobs about it that are under way in chunks
   */
  public record Found(
      DeletionPlan plan, Remembered remembered, Set<Sha256> digests, List<JobRef> chunkedJobs) {
    public Found {
      digests = Set.copyOf(digests);
      chunkedJobs = List.copyOf(chunkedJobs);
    }

    /** Whether there is anything of it. */
    public boolean isEmpty() {
      return plan.isEmpty();
    }
  }

  /**
   * Checks that there is something to forget, or that it was forgotten before.
   *
   * @throws Refused if not: the id may be mistyped
   */
  public void requireTraces(Forget request, Found found) throws Refused {
    Tombstones tombstones = new Tombstones(store);
    boolean wasForgotten =
        (request.asset() != null && tombstones.isForgotten(request.asset()))
            || (request.person() != null && tombstones.isPersonForgotten(request.person()));
    if (found.isEmpty() && !wasForgotten) {
      throw new Refused(
          FailureCode.NOT_INGESTED,
          "Nothing of "
              + (request.person() == null ? request.asset() : request.person())
              + " is in the store; check the id.");
    }
  }

  /** Searches. */
  public Found find(Forget request) throws Failure, InterruptedException {
    return find(request, Remembered.NOTHING, Set.of());
  }

  /**
   * Searches again.
   *
   * @param before what was found before; its manifests may be deleted already
   * @param listed keys that were to be deleted before; the plans that led to them may be gone
   */
  Found find(Forget request, Remembered before, Set<ObjectKey> listed)
      throws Failure, InterruptedException {
    ForgetScope scope = scope(request, before);
    DeletionPlan plan = new ForgetMarks(store, uploads, assets, revisions, scope, listed).mark();
    Set<Sha256> digests = new LinkedHashSet<>(scope.onlyContents());
    digests.addAll(scope.artifacts());
    digests.addAll(plan.digests());
    return new Found(
        plan,
        new Remembered(scope.assets(), scope.contents(), scope.revisions()),
        digests,
        scope.chunkedJobs());
  }

  private ForgetScope scope(Forget request, Remembered before)
      throws Failure, InterruptedException {
    ForgetScope scope = new ForgetScope(request, before);
    for (Id asset : List.copyOf(scope.assets())) {
      scope.see(assets.asset(asset), Set.of());
    }
    addUploaded(scope);
    do {
      scope.begin();
      addRendersOfAssets(scope);
      Set<Sha256> outputs = outputs(scope.revisions());
      assets.forEach(asset -> scope.see(asset, outputs));
      addRendersOfAssets(scope);
      // Only now it is known which works of the person stay.
      addRendersOfPerson(scope);
    } while (scope.hasGrown());
    return scope;
  }

  /** Adds assets that the person uploaded and that were never made, so that none of them comes. */
  private void addUploaded(ForgetScope scope) {
    Id person = scope.request().person();
    if (person == null) {
      return;
    }
    Set<Id> uploaded = new LinkedHashSet<>();
    try (Stream<StoredObject> objects = store.list(StoreLayout.UPLOADS)) {
      objects
          .flatMap(object -> uploads.read(object.key().value()).stream())
          .filter(claim -> person.equals(claim.contributor()))
          .forEach(claim -> uploaded.add(claim.asset()));
    }
    for (Id asset : uploaded) {
      StoredAssets.StoredAsset stored = assets.asset(asset);
      if (stored.manifests().isEmpty() && stored.unread().isEmpty()) {
        scope.add(stored);
      }
    }
  }

  private void addRendersOfAssets(ForgetScope scope) throws Failure, InterruptedException {
    for (Id asset : scope.assets()) {
      uses.ofAsset(asset).forEach(scope::add);
    }
  }

  /** Adds the renders that name the person otherwise than by works that stay. */
  private void addRendersOfPerson(ForgetScope scope) throws Failure, InterruptedException {
    Id person = scope.request().person();
    if (person != null) {
      List<RenderRevision> others =
          uses.ofPerson(person).stream().filter(each -> !scope.revisions().contains(each)).toList();
      Map<RenderRevision, Naming> read = new HashMap<>();
      uses.read(
              others,
              (revision, lineage) ->
                  Optional.of(
                      Map.entry(revision, naming(scope.shared().keySet(), lineage, person))))
          .forEach(each -> read.put(each.getKey(), each.getValue()));
      for (RenderRevision each : others) {
        Naming naming = read.containsKey(each) ? read.get(each) : planned(each, scope, person);
        switch (naming) {
          case OTHERWISE -> scope.add(each);
          case NO_MORE -> scope.corrected().add(each);
          case AS_MAKER_OF_WHAT_STAYS -> {}
        }
      }
    }
  }

  /** Of a render that has no lineage yet, its plan says what it will name. */
  private Naming planned(RenderRevision of, ForgetScope scope, Id person) {
    try {
      return revisions
          .plan(of)
          .map(plan -> naming(scope.shared().keySet(), plan.lineage(), person))
          .orElse(Naming.OTHERWISE);
    } catch (UnusableDocument unread) {
      return Naming.OTHERWISE;
    }
  }

  /** How the lineage of a film that the index gives for a person names them. */
  private enum Naming {
    OTHERWISE,
    AS_MAKER_OF_WHAT_STAYS,
    /** Its credits were corrected. */
    NO_MORE
  }

  private static Naming naming(Set<Id> staying, Lineage lineage, Id person) {
    if (namesOutsideOf(staying, lineage, person)) {
      return Naming.OTHERWISE;
    }
    return lineage.credits().stream().anyMatch(credit -> names(credit, person))
        ? Naming.AS_MAKER_OF_WHAT_STAYS
        : Naming.NO_MORE;
  }

  /** Whether a film names a person otherwise than as a maker of assets that stay. */
  private static boolean namesOutsideOf(Set<Id> staying, Lineage lineage, Id person) {
    return lineage.additionalCredits().stream().anyMatch(each -> each.id().equals(person))
        || lineage.credits().stream()
            .filter(credit -> !staying.contains(credit.asset()))
            .anyMatch(credit -> names(credit, person));
  }

  private static boolean names(Credit credit, Id person) {
    return Stream.of(credit.contributors(), credit.nestedContributors(), credit.additionalCredits())
        .flatMap(List::stream)
        .anyMatch(each -> each.id().equals(person));
  }

  /** The digests of the outputs of some renders. */
  private Set<Sha256> outputs(Set<RenderRevision> of) {
    Set<String> names =
        of.stream().map(each -> "/" + each.revision().hex() + ".json").collect(Collectors.toSet());
    Set<Sha256> outputs = new LinkedHashSet<>();
    try (Stream<StoredObject> objects = store.list(StoreLayout.OUTPUTS)) {
      objects
          .map(object -> object.key().value())
          .filter(key -> names.contains(key.substring(key.lastIndexOf('/'))))
          .map(key -> key.substring(StoreLayout.OUTPUTS.length(), key.lastIndexOf('/')))
          .filter(Sha256::isValid)
          .map(Sha256::new)
          .forEach(outputs::add);
    }
    return outputs;
  }
}
