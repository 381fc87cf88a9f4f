/**
 * What a render is made of, as values: its segments, its soundtrack, what is copied, and what it is
 * estimated to take. Pure: no file, no store, no clock.
 */
@NullMarked
package io.patchwork.worker.render.plan;

import org.jspecify.annotations.NullMarked;
