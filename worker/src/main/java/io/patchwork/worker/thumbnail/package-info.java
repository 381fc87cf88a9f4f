/** What stands for a work where people see it small: posters, storyboards, previews, waveforms. */
@NullMarked
package io.patchwork.worker.thumbnail;

import org.jspecify.annotations.NullMarked;
