package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.People;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.StoredDocument;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lineage of a revision, with its people as they were corrected last. Each correction is a
 * people document of its own that names the one before it; none is ever changed, and the uses in
 * the lineage never are. Thread-safe.
 */
public final class LineageVersions {

  private static final int MAX_BYTES = 256 << 20;
  private static final String JSON = "application/json";

  private final ObjectStore store;

  public LineageVersions(ObjectStore store) {
    this.store = store;
  }

  /**
   * A version.
   *
   * @param number 0 for the lineage itself, then those of the people documents
   * @param digest of the newest document as it is stored
   * @param uses digest of the lineage document as it is stored
   */
  public record Version(int number, Sha256 digest, Sha256 uses, Lineage lineage) {

    private Version with(Numbered later) {
      return new Version(later.number, later.digest, uses, lineage.with(later.people));
    }
  }

  /** The latest version; empty where the revision is not rendered. */
  public Optional<Version> latest(RenderRevision of) {
    Optional<Version> first =
        store
            .read(StoreLayout.lineage(of.render(), of.revision()), MAX_BYTES)
            .map(content ->
                new Version(
                    0,
                    Sha256.of(content.bytes()),
                    Sha256.of(content.bytes()),
                    StoredDocument.parse(content.object().key(), content.bytes(), Lineage.class)));
    return first.map(version -> lastPeople(of).map(version::with).orElse(version));
  }

  /** A people document and its place among them. */
  private record Numbered(int number, Sha256 digest, People people) {}

  private Optional<Numbered> lastPeople(RenderRevision of) {
    Optional<ObjectKey> last;
    try (Stream<StoredObject> all = store.list(StoreLayout.people(of.render(), of.revision()))) {
      last = all.map(StoredObject::key).max(Comparator.comparing(ObjectKey::value));
    }
    return last.flatMap(key ->
        store
            .read(key, MAX_BYTES)
            .map(content ->
                new Numbered(
                    number(key),
                    Sha256.of(content.bytes()),
                    StoredDocument.parse(key, content.bytes(), People.class))));
  }

  private static int number(ObjectKey key) {
    String name = key.value().substring(key.value().lastIndexOf('/') + 1);
    return Integer.parseInt(name.substring(0, name.indexOf('.')));
  }

  /**
   * Adds a people document behind a version.
   *
   * @return whether it was added; otherwise somebody else added one meanwhile
   */
  public boolean add(Version before, People people) {
    ObjectKey key = StoreLayout.people(people.render(), people.revision(), before.number() + 1);
    byte[] bytes = StoredDocument.bytes(key, people);
    return store.putIfAbsent(key, Upload.of(bytes, JSON, Sha256.of(bytes).hex())).created();
  }
}
