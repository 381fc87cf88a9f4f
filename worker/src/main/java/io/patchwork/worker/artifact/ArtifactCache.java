package io.patchwork.worker.artifact;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoredObject;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The artifacts made earlier of one content of one asset, by spec, so that nothing is decoded
 * twice. An entry is valid only while all objects that it names exist. Failures are not cached. For
 * one job.
 */
final class ArtifactCache {

  private static final int MAX_BYTES = 16 << 20;
  private static final String JSON = "application/json";

  private final ObjectStore store;
  private final Id asset;
  private final Sha256 content;
  private final Set<String> present;

  /** Loads the existing entries, with one listing. */
  ArtifactCache(ObjectStore store, Id asset, Sha256 content) {
    this.store = store;
    this.asset = asset;
    this.content = content;
    try (Stream<StoredObject> objects = store.list(StoreLayout.assetContents(asset, content))) {
      this.present = objects.map(object -> object.key().value()).collect(Collectors.toSet());
    }
  }

  private ObjectKey entry(String key) {
    return StoreLayout.assetContent(asset, content, "made-" + key + ".json");
  }

  Optional<ArtifactSet> find(String key) {
    if (!present.contains(entry(key).value())) {
      return Optional.empty();
    }
    return store
        .read(entry(key), MAX_BYTES)
        .map(content -> Json.read(content.bytes(), ArtifactSet.class))
        .filter(this::isComplete);
  }

  private boolean isComplete(ArtifactSet findings) {
    boolean arePresent =
        findings.artifacts().stream().allMatch(artifact -> present.contains(artifact.key()));
    return arePresent
        && (findings.prints() == null || store.head(new ObjectKey(findings.prints())).isPresent());
  }

  void enter(String key, ArtifactSet findings) {
    byte[] bytes = Json.bytes(findings);
    Upload upload = Upload.of(bytes, JSON, Sha256.of(bytes).hex());
    ObjectStore.Put put = store.putIfAbsent(entry(key), upload);
    if (!put.created()) {
      // The objects of the old entry were deleted and made again.
      store.replace(entry(key), put.object().etag(), upload);
    }
  }
}
