/** Metrics by name, and the context of log lines. */
@NullMarked
package io.patchwork.common.telemetry;

import org.jspecify.annotations.NullMarked;
