/** Posters and storyboards. */
@NullMarked
package io.patchwork.worker.thumbnail;

import org.jspecify.annotations.NullMarked;
