/** Renditions. */
@NullMarked
package io.patchwork.worker.transcode;

import org.jspecify.annotations.NullMarked;
