/**
 * The object store: put if absent, compare-and-set, range reads. {@link
 * io.patchwork.common.store.ObjectStore} is the interface; S3 and a directory implement it.
 */
@NullMarked
package io.patchwork.common.store;

import org.jspecify.annotations.NullMarked;
