package io.patchwork.worker.composition;

import io.patchwork.schema.id.Id;
import java.util.Optional;

/** Looks up ingested assets. */
public interface AssetCatalog {
  Optional<SourceMedia> find(Id asset);

  /** Whether an asset that is not there was forgotten. */
  default boolean isForgotten(Id asset) {
    return false;
  }

  /** The text of a document, empty for any other asset. */
  default Optional<String> text(SourceMedia source) {
    return Optional.empty();
  }
}
