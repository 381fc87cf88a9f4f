package io.patchwork.worker.deletion;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.RenderRevision;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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

  /**
   * The same without assets that were allowed again. Once there is one, renders are searched anew:
   * those that it was in may have been made again.
   */
  Remembered of(Predicate<Id> isForgotten) {
    Set<Id> still = assets.stream().filter(isForgotten).collect(Collectors.toSet());
    return still.equals(assets) ? this : new Remembered(still, contents, Set.of());
  }
}
