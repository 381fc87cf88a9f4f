package io.patchwork.worker.fetch;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.ManifestPointer;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.Tombstones;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The manifests of assets in the store. Thread-safe. */
public final class Manifests {

  private static final int MAX_BYTES = 16 << 20;
  private static final String JSON = "application/json";

  private final ObjectStore store;
  private final JsonObjects documents;
  private final Tombstones tombstones;

  public Manifests(ObjectStore store) {
    this.store = store;
    this.documents = new JsonObjects(store, MAX_BYTES);
    this.tombstones = new Tombstones(store);
  }

  /** A manifest and its key. */
  public record StoredManifest(ObjectKey key, AssetManifest manifest) {}

  /**
   * The current manifest of an asset.
   *
   * @throws Refused if the asset was never ingested, or was forgotten
   */
  public StoredManifest get(Id asset) throws Refused {
    Optional<StoredManifest> found = find(asset);
    if (found.isEmpty()) {
      tombstones.check(asset);
    }
    return found.orElseThrow(() ->
        new Refused(
            FailureCode.NOT_INGESTED, "The asset " + asset + " is not known; ingest it first."));
  }

  public Optional<StoredManifest> find(Id asset) {
    return documents
        .read(StoreLayout.assetPointer(asset), ManifestPointer.class)
        .flatMap(pointer -> manifest(new ObjectKey(pointer.manifest())));
  }

  private Optional<StoredManifest> manifest(ObjectKey key) {
    return documents
        .read(key, AssetManifest.class)
        .map(manifest -> new StoredManifest(key, manifest));
  }

  /**
   * Stores a manifest under its digest and moves the asset's pointer to it, unless the pointer
   * names a newer upload.
   *
   * @param sequencer of the upload, or null where uploads are not ordered
   * @return the manifest's key
   * @throws Refused if the asset or one of its makers was forgotten
   */
  public ObjectKey put(AssetManifest manifest, @Nullable String sequencer) throws Refused, Fault {
    tombstones.check(manifest.asset(), manifest.contributors());
    ObjectKey key = store(manifest);
    updatePointer(manifest, key, sequencer);
    return key;
  }

  private ObjectKey store(AssetManifest manifest) {
    byte[] bytes = Json.canonical(manifest);
    Sha256 digest = Sha256.of(bytes);
    ObjectKey key =
        StoreLayout.assetContent(
            manifest.asset(), manifest.sha256(), "manifest-" + digest + ".json");
    store.putIfAbsent(key, Upload.of(bytes, JSON, digest.hex()));
    return key;
  }

  private void updatePointer(AssetManifest manifest, ObjectKey key, @Nullable String sequencer)
      throws Fault {
    documents.move(
        StoreLayout.assetPointer(manifest.asset()),
        ManifestPointer.class,
        present -> {
          boolean isLeft =
              present
                  .filter(old ->
                      old.manifest().equals(key.value()) || isNewer(old.sequencer(), sequencer))
                  .isPresent();
          long version = present.map(ManifestPointer::version).orElse(0L) + 1;
          return isLeft
              ? Optional.empty()
              : Optional.of(
                  new ManifestPointer(key.value(), manifest.sha256(), version, sequencer));
        });
  }

  /**
   * Changes what is said of an asset; its content and its place among uploads stay.
   *
   * @throws Refused if the asset was never ingested, or it or somebody who is to be named was
   *     forgotten
   */
  public void change(Id asset, UnaryOperator<AssetManifest> change) throws Refused, Fault {
    tombstones.check(asset, change.apply(get(asset).manifest()).contributors());
    documents.move(
        StoreLayout.assetPointer(asset),
        ManifestPointer.class,
        present -> present.flatMap(old -> changed(old, change)));
  }

  private Optional<ManifestPointer> changed(
      ManifestPointer old, UnaryOperator<AssetManifest> change) {
    return manifest(new ObjectKey(old.manifest()))
        .map(stored -> change.apply(stored.manifest()))
        .map(manifest ->
            new ManifestPointer(
                store(manifest).value(), old.sha256(), old.version() + 1, old.sequencer()));
  }

  /**
   * S3 sequencers order as hexadecimal numbers, padded on the left (S3 event message structure).
   */
  private static boolean isNewer(@Nullable String present, @Nullable String sequencer) {
    if (present == null || sequencer == null) {
      return false;
    }
    int width = Math.max(present.length(), sequencer.length());
    return padded(present, width).compareTo(padded(sequencer, width)) > 0;
  }

  private static String padded(String sequencer, int width) {
    return "0".repeat(width - sequencer.length()) + sequencer;
  }
}
