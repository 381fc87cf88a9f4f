/** Still images for the web: formats, sizes and colours. */
@NullMarked
package io.patchwork.worker.still;

import org.jspecify.annotations.NullMarked;
