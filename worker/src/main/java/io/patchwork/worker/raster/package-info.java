/** RGB images in memory, which Java draws, scales and writes. */
@NullMarked
package io.patchwork.worker.raster;

import org.jspecify.annotations.NullMarked;
