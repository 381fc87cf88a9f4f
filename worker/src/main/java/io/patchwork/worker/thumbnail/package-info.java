/** Thumbnails of a source: posters, storyboards, previews, waveforms and placeholders. */
@NullMarked
package io.patchwork.worker.thumbnail;

import org.jspecify.annotations.NullMarked;
