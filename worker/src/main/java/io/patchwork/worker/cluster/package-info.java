/**
 * The names that all programs of a cluster agree on: lanes at the broker, and object keys and JSON
 * documents in the store.
 */
@NullMarked
package io.patchwork.worker.cluster;

import org.jspecify.annotations.NullMarked;
