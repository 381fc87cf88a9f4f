/**
 * The object store: immutable puts, compare-and-set, ranges. {@link
 * io.patchwork.common.store.ObjectStore} is the seam; S3 and a directory implement it.
 */
@NullMarked
package io.patchwork.common.store;

import org.jspecify.annotations.NullMarked;
