/**
 * All that is in a store, read as it lies there: assets with all their manifests, jobs with their
 * records, drawn texts; each listed once, many read beside each other.
 */
@NullMarked
package io.patchwork.worker.inventory;

import org.jspecify.annotations.NullMarked;
