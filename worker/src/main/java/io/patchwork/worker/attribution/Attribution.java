package io.patchwork.worker.attribution;

import io.patchwork.schema.lineage.Lineage;
import io.patchwork.worker.attribution.ancestry.Mosaic;

/**
 * Whose work is in a render.
 *
 * @param film the render's own parts, of which some are renders; shares with other weights for
 *     those that made them are computed from it
 * @param composed the same with the parts of these renders in their places
 */
public record Attribution(Lineage lineage, Mosaic film, Mosaic composed) {}
