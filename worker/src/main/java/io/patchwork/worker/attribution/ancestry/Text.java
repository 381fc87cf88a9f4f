package io.patchwork.worker.attribution.ancestry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Words of an asset that are read.
 *
 * @param source range in the asset; a point where it has no time
 * @param language BCP 47 tag; null where nobody named one
 * @param box where in the picture they are, so that they come along with that part of it; null for
 *     words that are beside the picture
 */
public record Text(
    Interval out,
    Origin.OfAsset origin,
    Interval source,
    @Nullable String language,
    @Nullable Box box,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Via via) {

  @SuppressWarnings("nullness") // an absent list arrives as null from the store
  public Text {
    via = via == null ? Via.NONE : via;
  }

  /** Whether they are in the picture. */
  @JsonIgnore
  public boolean isBurnedIn() {
    return box != null;
  }
}
