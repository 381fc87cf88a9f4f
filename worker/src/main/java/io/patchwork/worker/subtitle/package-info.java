/** Subtitles: a reader of SubRip and WebVTT, and a writer of WebVTT. */
@NullMarked
package io.patchwork.worker.subtitle;

import org.jspecify.annotations.NullMarked;
