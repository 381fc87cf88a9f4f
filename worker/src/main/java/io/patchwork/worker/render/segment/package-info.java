/** Renders segments and soundtracks and keeps them in the store, where all renders share them. */
@NullMarked
package io.patchwork.worker.render.segment;

import org.jspecify.annotations.NullMarked;
