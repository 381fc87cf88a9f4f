package io.patchwork.worker.deletion;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import java.util.Set;

/**
 * By what that is forgotten is found again when its manifests are gone.
 *
 * @param assets that are deleted
 * @param contents that they ever had
 */
record Remembered(Set<Id> assets, Set<Sha256> contents) {

  /** Nothing yet. */
  static final Remembered NOTHING = new Remembered(Set.of(), Set.of());

  Remembered {
    assets = Set.copyOf(assets);
    contents = Set.copyOf(contents);
  }
}
