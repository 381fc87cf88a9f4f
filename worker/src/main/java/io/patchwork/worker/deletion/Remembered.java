package io.patchwork.worker.deletion;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.RenderRevision;
import java.util.Set;

/**
 * By what that is forgotten is found again when its manifests and indexes are gone.
 *
 * @param assets that are deleted
 * @param contents that they ever had
 * @param renders that are deleted
 */
record Remembered(Set<Id> assets, Set<Sha256> contents, Set<RenderRevision> renders) {

  /** Nothing yet. */
  static final Remembered NOTHING = new Remembered(Set.of(), Set.of(), Set.of());

  Remembered {
    assets = Set.copyOf(assets);
    contents = Set.copyOf(contents);
    renders = Set.copyOf(renders);
  }
}
