/**
 * How loud a sound is, by EBU R 128, and what makes it as loud as somebody wants it: shared by
 * whoever makes something to be heard.
 */
@NullMarked
package io.patchwork.worker.loudness;

import org.jspecify.annotations.NullMarked;
