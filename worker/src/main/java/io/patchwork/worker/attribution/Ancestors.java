package io.patchwork.worker.attribution;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.AssetContent;
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
        public Credit credit(AssetContent content) {
          return new Credit(content.asset(), content.sha256(), List.of(), List.of());
        }
      };

  /** The contents that are films of ours. */
  Set<Sha256> films();

  /** The composed film of a content; empty for one that is none of ours. */
  Optional<Mosaic> film(Sha256 content);

  /** Who made an asset, or a render, that is inside of one of these films. */
  Credit credit(AssetContent content);
}
