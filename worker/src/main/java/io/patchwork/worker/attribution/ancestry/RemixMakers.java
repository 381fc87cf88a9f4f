package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Medium;
import java.util.Optional;

/** Who keeps a share of what comes through a remix. */
public interface RemixMakers {

  /** Nobody asks. */
  RemixMakers UNCOUNTED = (remix, medium) -> Optional.empty();

  /**
   * The makers of a remix, as any value that is equal for equal makers; empty where it adds nothing
   * to what is in it, or nobody is named.
   */
  Optional<Object> of(AssetContent remix, Medium medium);
}
