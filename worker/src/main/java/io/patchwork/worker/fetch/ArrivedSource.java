package io.patchwork.worker.fetch;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A source whose bytes are in a job's folder; nobody has looked into it.
 *
 * @param asset its asset, or an id made from its digest where it has none
 * @param manifest the asset's manifest, where the source is an asset
 * @param original where it was fetched from
 * @param folder the job's folder, with the source in {@code in}
 */
public record ArrivedSource(
    Id asset,
    Optional<Manifests.StoredManifest> manifest,
    Source.Stored original,
    Sha256 sha256,
    long bytes,
    Path folder) {

  /** The same source as the content of an asset. */
  public ArrivedSource as(Id other) {
    return new ArrivedSource(other, manifest, original, sha256, bytes, folder);
  }

  /** Its name in the folder's {@code in}. */
  String file() {
    return sha256.hex();
  }

  Path path() {
    return folder.resolve("in").resolve(file());
  }

  /** The last part of the path that it was fetched from. */
  String name() {
    String path = Optional.ofNullable(original.uri().getPath()).orElse("");
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
