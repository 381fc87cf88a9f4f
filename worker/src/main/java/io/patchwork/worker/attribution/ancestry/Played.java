package io.patchwork.worker.attribution.ancestry;

import io.patchwork.schema.lineage.Interval;

/**
 * A range of a film that plays one slice of a film inside of it.
 *
 * @param slice its position in the inner film
 * @param inner range in the inner film; backwards in reverse, and a point for what is held
 */
record Played(Interval out, int slice, Interval inner) {}
