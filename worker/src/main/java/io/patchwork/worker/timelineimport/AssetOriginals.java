package io.patchwork.worker.timelineimport;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.manifest.AssetManifest;
import io.patchwork.worker.fetch.Manifests;
import java.net.URI;
import java.util.Optional;

/** The uploaded files that assets were made of. */
public final class AssetOriginals {

  private AssetOriginals() {}

  /** The URI of an asset's file, by which it can be ingested again. */
  public static Optional<String> uri(ObjectStore store, Id asset) {
    return new Manifests(store)
        .find(asset)
        .map(Manifests.StoredManifest::manifest)
        .map(AssetManifest::original)
        .map(original ->
            URI.create(original).isAbsolute()
                ? original
                : store.uri(new ObjectKey(original)).toString());
  }
}
