package io.patchwork.worker.inventory;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.schema.manifest.ManifestPointer;
import io.patchwork.schema.manifest.PacketDigest;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.render.StoredRevisions.Visitor;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import io.patchwork.worker.storelayout.UnusableDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All assets in the store, with all manifests that they ever had. Thread-safe. */
public final class StoredAssets {

  private static final int MAX_BYTES = 16 << 20;

  private static final String MANIFEST = "manifest-";

  private final ObjectStore store;
  private final JsonObjects documents;

  public StoredAssets(ObjectStore store) {
    this.store = store;
    this.documents = new JsonObjects(store, MAX_BYTES);
  }

  /**
   * An asset.
   *
   * @param objects all that lie under its prefix
   * @param current key of its current manifest; null where it has none
   * @param manifests all that it ever had, by key
   * @param unread keys of manifests that cannot be read
   */
  public record StoredAsset(
      Id id,
      List<StoredObject> objects,
      @Nullable ObjectKey current,
      Map<ObjectKey, AssetManifest> manifests,
      List<ObjectKey> unread) {

    public Optional<AssetManifest> manifest() {
      return Optional.ofNullable(current).map(manifests::get);
    }

    /** The people who are its contributors now. */
    public Set<Id> contributors() {
      return manifest().stream()
          .flatMap(each -> each.contributors().stream())
          .map(Contributor::id)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** All contents that it ever had. */
    public Set<Sha256> contents() {
      Set<Sha256> contents = new LinkedHashSet<>();
      String prefix = StoreLayout.asset(id);
      objects.stream()
          .map(object -> object.key().value().substring(prefix.length()).split("/", -1)[0])
          .filter(Sha256::isValid)
          .map(Sha256::new)
          .forEach(contents::add);
      manifests.values().forEach(each -> contents.add(each.sha256()));
      return contents;
    }

    /**
     * Digests by which it may be known as the output of a render: of its files and their packets.
     */
    public Set<Sha256> digests() {
      Set<Sha256> digests = contents();
      manifests.values().stream()
          .flatMap(each -> each.media().packetDigests().stream())
          .map(PacketDigest::sha256)
          .forEach(digests::add);
      return digests;
    }

    /** Where the files lay that it was made from. */
    public Set<String> originals() {
      return manifests.values().stream()
          .map(AssetManifest::original)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }

  /** One asset, with whatever is there of it. */
  public StoredAsset asset(Id id) {
    try (Stream<StoredObject> objects = store.list(StoreLayout.asset(id))) {
      return read(id, objects.toList());
    }
  }

  /** Visits all assets, in the order of their keys; lists the store once. */
  public void forEach(Visitor<StoredAsset> visitor) throws Failure, InterruptedException {
    Batches<Map.Entry<Id, List<StoredObject>>, StoredAsset> assets =
        new Batches<>(entry -> read(entry.getKey(), entry.getValue()), visitor);
    @Nullable Id id = null;
    List<StoredObject> ofAsset = new ArrayList<>();
    try (Stream<StoredObject> objects = store.list(StoreLayout.ASSETS)) {
      for (StoredObject object : (Iterable<StoredObject>) objects::iterator) {
        String rest = object.key().value().substring(StoreLayout.ASSETS.length());
        String name = rest.substring(0, Math.max(0, rest.indexOf('/')));
        if (!Id.isValid(name)) {
          continue;
        }
        if (id != null && !id.value().equals(name)) {
          assets.add(Map.entry(id, List.copyOf(ofAsset)));
          ofAsset.clear();
        }
        id = new Id(name);
        ofAsset.add(object);
      }
    }
    if (id != null) {
      assets.add(Map.entry(id, List.copyOf(ofAsset)));
    }
    assets.finish();
  }

  private StoredAsset read(Id id, List<StoredObject> objects) {
    Map<ObjectKey, AssetManifest> manifests = new LinkedHashMap<>();
    List<ObjectKey> unread = new ArrayList<>();
    for (StoredObject object : objects) {
      String name = object.key().value();
      if (name.substring(name.lastIndexOf('/') + 1).startsWith(MANIFEST)) {
        try {
          documents
              .read(object.key(), AssetManifest.class)
              .ifPresent(manifest -> manifests.put(object.key(), manifest));
        } catch (UnusableDocument e) {
          unread.add(object.key());
        }
      }
    }
    @Nullable ObjectKey current =
        documents
            .read(StoreLayout.assetPointer(id), ManifestPointer.class)
            .map(pointer -> new ObjectKey(pointer.manifest()))
            .orElse(null);
    return new StoredAsset(id, List.copyOf(objects), current, manifests, unread);
  }
}
