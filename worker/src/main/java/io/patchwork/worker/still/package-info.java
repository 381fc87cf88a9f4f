/** Stills as the web wants them: formats, sizes, colours. */
@NullMarked
package io.patchwork.worker.still;

import org.jspecify.annotations.NullMarked;
