/**
 * Says why an asset is not seen, heard or read in a film, and where: from the lineage, the timeline
 * and the parts of the renders that the film uses. What these do not tell is said to be unknown.
 * Pure and exact.
 */
@NullMarked
package io.patchwork.worker.attribution.absence;

import org.jspecify.annotations.NullMarked;
