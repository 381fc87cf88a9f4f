package io.patchwork.worker.edit;

import io.patchwork.schema.id.Id;
import java.util.Optional;

/** Where assets are looked up. */
public interface Library {
  Optional<SourceMedia> find(Id asset);

  /** The text of one that has any. */
  default Optional<String> text(SourceMedia source) {
    return Optional.empty();
  }
}
