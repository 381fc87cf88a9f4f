package io.patchwork.worker.composition;

import io.patchwork.schema.id.Id;
import java.util.Optional;

/** Where assets are looked up. */
public interface AssetCatalog {
  Optional<SourceMedia> find(Id asset);

  /** The text of one that has any. */
  default Optional<String> text(SourceMedia source) {
    return Optional.empty();
  }
}
