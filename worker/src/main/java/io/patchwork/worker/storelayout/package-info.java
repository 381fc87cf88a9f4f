/**
 * What lies where in the object store, which all programs of a cluster agree on: every key, and the
 * JSON documents under them.
 */
@NullMarked
package io.patchwork.worker.storelayout;

import org.jspecify.annotations.NullMarked;
