package io.patchwork.worker.render;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lineage of a revision and its corrections. A correction is a document of its own that names
 * the one before it; none is ever changed. Thread-safe.
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
   * @param number 0 for the first document, then those of the corrections
   * @param digest of the document as it is stored
   */
  public record Version(int number, Sha256 digest, Lineage lineage) {}

  /** The latest version; empty where the revision is not rendered. */
  public Optional<Version> latest(RenderRevision of) {
    Optional<ObjectKey> last;
    try (Stream<StoredObject> corrections =
        store.list(StoreLayout.corrections(of.render(), of.revision()))) {
      last = corrections.map(StoredObject::key).max(Comparator.comparing(ObjectKey::value));
    }
    return last.isPresent()
        ? read(last.get(), number(last.get()))
        : read(StoreLayout.lineage(of.render(), of.revision()), 0);
  }

  private static int number(ObjectKey key) {
    String name = key.value().substring(key.value().lastIndexOf('/') + 1);
    return Integer.parseInt(name.substring(0, name.indexOf('.')));
  }

  private Optional<Version> read(ObjectKey key, int number) {
    return store
        .read(key, MAX_BYTES)
        .map(content ->
            new Version(
                number, Sha256.of(content.bytes()), Json.read(content.bytes(), Lineage.class)));
  }

  /**
   * Adds a correction behind a version.
   *
   * @return whether it was added; otherwise somebody else added one meanwhile
   */
  public boolean add(Version before, Lineage correction) {
    byte[] bytes = Json.bytes(correction);
    Id render = correction.render();
    ObjectKey key = StoreLayout.correction(render, correction.revision(), before.number() + 1);
    return store.putIfAbsent(key, Upload.of(bytes, JSON, Sha256.of(bytes).hex())).created();
  }
}
