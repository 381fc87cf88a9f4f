package io.patchwork.worker.attribution.ancestry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.lineage.Interval;
import org.jspecify.annotations.Nullable;

/**
 * Words of an asset that are read.
 *
 * @param source range in the asset; a point where it has no time
 * @param language BCP 47 tag; null where nobody named one
 * @param isBurnedIn whether they are in the picture, so that they come along with it
 */
public record Text(
    Interval out,
    Origin.OfAsset origin,
    Interval source,
    @Nullable String language,
    boolean isBurnedIn,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Via via) {

  @SuppressWarnings("nullness") // an absent list arrives as null from the store
  public Text {
    via = via == null ? Via.NONE : via;
  }
}
