/** Names of what a worker counts. */
@NullMarked
package io.patchwork.worker.telemetry;

import org.jspecify.annotations.NullMarked;
