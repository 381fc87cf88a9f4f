package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.artifact.AtOnce;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * In which renders an asset or a person is, itself or through other renders: an object for each, so
 * that nobody has to read all lineages. It can be made again from these. Thread-safe.
 */
public final class UsesIndex {

  private static final int AT_ONCE = 16;
  private static final int PUT_AT_ONCE = 64;

  /** Lineages in memory together while the index is made again. */
  private static final int BATCH = 64;

  private static final int MAX_POINTER_BYTES = 64 << 10;
  private static final String LATEST = "/latest.json";
  private static final byte[] NOTHING = {};

  private final ObjectStore store;

  public UsesIndex(ObjectStore store) {
    this.store = store;
  }

  /** Adds a render; what is there already stays. */
  public void add(Lineage lineage) throws Failure, InterruptedException {
    put(keys(lineage).toList());
  }

  /**
   * Makes the index again from the lineages of all renders: lists what it has, and adds what is not
   * there.
   *
   * @return number of renders
   */
  public int rebuild() throws Failure, InterruptedException {
    Set<String> present;
    try (Stream<StoredObject> objects = store.list(StoreLayout.USES)) {
      present = objects.map(object -> object.key().value()).collect(Collectors.toSet());
    }
    List<RenderRevision> all = current();
    int count = 0;
    // Lineages can be large, so not all are in memory together.
    for (int from = 0; from < all.size(); from += BATCH) {
      List<List<ObjectKey>> missing =
          read(
              all.subList(from, Math.min(all.size(), from + BATCH)),
              (revision, lineage) ->
                  Optional.of(
                      keys(lineage).filter(key -> !present.contains(key.value())).toList()));
      put(missing.stream().flatMap(List::stream).toList());
      count += missing.size();
    }
    return count;
  }

  /** The objects of a render. */
  private static Stream<ObjectKey> keys(Lineage lineage) {
    Id render = lineage.render();
    Sha256 revision = lineage.revision();
    Stream<ObjectKey> assets =
        lineage.credits().stream()
            .map(Credit::asset)
            .distinct()
            .map(asset -> StoreLayout.useOfAsset(asset, render, revision));
    Stream<ObjectKey> people =
        Stream.concat(
                lineage.credits().stream().flatMap(credit -> credit.contributors().stream()),
                CreditRoll.people(lineage).stream())
            .map(Contributor::id)
            .distinct()
            .map(person -> StoreLayout.useOfPerson(person, render, revision));
    Stream<ObjectKey> renders =
        lineage.credits().stream()
            .flatMap(credit -> credit.untimedRenders().stream())
            .map(RenderRevision::render)
            .distinct()
            .map(contained -> StoreLayout.useOfRender(contained, render, revision));
    return Stream.of(assets, people, renders).flatMap(each -> each);
  }

  private void put(List<ObjectKey> keys) throws Failure, InterruptedException {
    AtOnce.all(
        keys.stream().<AtOnce.Task<Boolean>>map(key -> () -> put(key)).toList(), PUT_AT_ONCE);
  }

  private boolean put(ObjectKey key) {
    Upload nothing = Upload.of(NOTHING, "application/octet-stream", Sha256.of(NOTHING).hex());
    return store.putIfAbsent(key, nothing).created();
  }

  /** What is made of the lineage of a revision, as it was corrected last; for any thread. */
  @FunctionalInterface
  public interface Reading<T> {
    Optional<T> of(RenderRevision revision, Lineage lineage);
  }

  /**
   * Reads lineages, several at once.
   *
   * @return what is made of them, in the order of the revisions, without those that are not
   *     rendered
   */
  public <T> List<T> read(List<RenderRevision> revisions, Reading<T> reading)
      throws Failure, InterruptedException {
    LineageVersions versions = new LineageVersions(store);
    List<AtOnce.Task<Optional<T>>> tasks = new ArrayList<>();
    for (RenderRevision revision : revisions) {
      tasks.add(() ->
          versions.latest(revision).flatMap(version -> reading.of(revision, version.lineage())));
    }
    return AtOnce.all(tasks, AT_ONCE).stream().flatMap(Optional::stream).toList();
  }

  /**
   * The current revisions of all renders, in order of their ids; reads the names of all objects.
   */
  public List<RenderRevision> current() throws Failure, InterruptedException {
    JsonObjects documents = new JsonObjects(store, MAX_POINTER_BYTES);
    List<AtOnce.Task<Optional<LatestRevision>>> tasks;
    try (Stream<StoredObject> objects = store.list(StoreLayout.RENDERS)) {
      tasks =
          objects
              .map(StoredObject::key)
              .filter(key -> key.value().endsWith(LATEST))
              .<AtOnce.Task<Optional<LatestRevision>>>map(
                  key -> () -> documents.read(key, LatestRevision.class))
              .toList();
    }
    return AtOnce.all(tasks, AT_ONCE).stream()
        .flatMap(Optional::stream)
        .map(latest -> new RenderRevision(latest.render(), latest.revision()))
        .toList();
  }

  /** The revisions of renders that an asset is in. */
  public List<RenderRevision> ofAsset(Id asset) {
    return list(StoreLayout.usesOfAsset(asset));
  }

  /** The revisions of renders that have a render in one of their assets, nobody knows when. */
  public List<RenderRevision> ofRender(Id render) {
    return list(StoreLayout.usesOfRender(render));
  }

  /** The revisions of renders that a person is in. */
  public List<RenderRevision> ofPerson(Id person) {
    return list(StoreLayout.usesOfPerson(person));
  }

  private List<RenderRevision> list(String prefix) {
    try (Stream<StoredObject> objects = store.list(prefix)) {
      return objects
          .map(object -> object.key().value().substring(prefix.length()).split("/", -1))
          .map(parts -> new RenderRevision(new Id(parts[0]), new Sha256(parts[1])))
          .toList();
    }
  }
}
