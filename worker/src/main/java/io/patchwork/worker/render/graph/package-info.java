/**
 * Turns a plan into FFmpeg passes: the filter graphs of a segment and of the mix, and the passes
 * that render, join and verify them. Pure: no file, no store, no clock.
 */
@NullMarked
package io.patchwork.worker.render.graph;

import org.jspecify.annotations.NullMarked;
