/**
 * From a plan to FFmpeg's arguments: the filter graph of a segment, of a mix, and the passes that
 * make, join and prove them. Pure: no file, no store, no clock.
 */
@NullMarked
package io.patchwork.worker.render.graph;

import org.jspecify.annotations.NullMarked;
