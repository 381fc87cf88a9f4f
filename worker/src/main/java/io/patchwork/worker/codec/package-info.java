/** How pictures and sound are encoded, and what the files say of themselves in which they are. */
@NullMarked
package io.patchwork.worker.codec;

import org.jspecify.annotations.NullMarked;
