package io.patchwork.worker.attribution;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is known of the films of ours that are inside of a film. */
public interface Ancestors {

  /** No film is inside. */
  Ancestors NONE =
      new Ancestors() {
        @Override
        public Set<Sha256> films() {
          return Set.of();
        }

        @Override
        public Optional<Mosaic> film(Sha256 content) {
          return Optional.empty();
        }

        @Override
        public Credit credit(Id asset, Sha256 content) {
          return new Credit(asset, content, List.of(), List.of());
        }

        @Override
        public Credit renderCredit(Id asset) {
          throw new IllegalStateException("no render is inside");
        }
      };

  /** The contents that are films of ours. */
  Set<Sha256> films();

  /** The composed film of a content; empty for one that is none of ours. */
  Optional<Mosaic> film(Sha256 content);

  /** Who made an asset that is inside of one of these films. */
  Credit credit(Id asset, Sha256 content);

  /** Who made a render that is an asset of one of these films. */
  Credit renderCredit(Id asset);
}
