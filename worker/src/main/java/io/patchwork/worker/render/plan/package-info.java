/**
 * The plan of a render as values: its segments, its soundtrack, the GOPs that are copied, and an
 * estimate of the cost. Equal values have equal keys, so that unchanged segments are found in the
 * store. Pure: no file, no store, no clock.
 */
@NullMarked
package io.patchwork.worker.render.plan;

import org.jspecify.annotations.NullMarked;
