package io.patchwork.worker.c2pa;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;

/**
 * Who made what is in a film, as it was corrected last.
 *
 * @param lineage with these people
 * @param document digest of the people document as it is stored
 */
public record CorrectedPeople(Lineage lineage, Sha256 document) {}
