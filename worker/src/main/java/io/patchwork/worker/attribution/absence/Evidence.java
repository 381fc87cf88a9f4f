package io.patchwork.worker.attribution.absence;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.composition.ClipPlace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was kept of a render that says who is not in it.
 *
 * @param places of all clips of its timeline; null where nobody can tell them
 * @param influences assets that its timeline names as influences
 * @param ownParts the render's own parts; null where they were not kept
 * @param films the composed parts of the renders among its assets
 */
public record Evidence(
    Lineage lineage,
    @Nullable List<ClipPlace> places,
    List<Id> influences,
    @Nullable Mosaic ownParts,
    Map<Id, Mosaic> films) {

  public Evidence {
    places = places == null ? null : List.copyOf(places);
    influences = List.copyOf(influences);
    films = Map.copyOf(films);
  }
}
