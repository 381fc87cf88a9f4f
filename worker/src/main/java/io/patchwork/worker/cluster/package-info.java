/** How the cluster is laid out: every key of the store and every lane of the broker. */
@NullMarked
package io.patchwork.worker.cluster;

import org.jspecify.annotations.NullMarked;
