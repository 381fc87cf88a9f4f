/**
 * Exact time: fractions of a second, half-open ranges, frame rates. Nothing here rounds unless a
 * method's name says so, and no floating-point number is kept past {@link
 * io.patchwork.schema.time.FrameRate#nearest}.
 */
@NullMarked
package io.patchwork.schema.time;

import org.jspecify.annotations.NullMarked;
