/** Adds up what jobs took, from their records in the store. */
@NullMarked
package io.patchwork.worker.cost;

import org.jspecify.annotations.NullMarked;
