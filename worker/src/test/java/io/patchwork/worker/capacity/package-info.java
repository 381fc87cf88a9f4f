/** Measures what work takes of a cluster, for {@code infra/capacity}. */
@NullMarked
package io.patchwork.worker.capacity;

import org.jspecify.annotations.NullMarked;
