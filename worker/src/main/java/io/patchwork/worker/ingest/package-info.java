/** Everything the platform wants of an upload, in one pass; and the manifest of it. */
@NullMarked
package io.patchwork.worker.ingest;

import org.jspecify.annotations.NullMarked;
