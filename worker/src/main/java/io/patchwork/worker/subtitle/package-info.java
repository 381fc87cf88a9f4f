/** Subtitles: what SubRip and WebVTT say, and WebVTT as it is written. */
@NullMarked
package io.patchwork.worker.subtitle;

import org.jspecify.annotations.NullMarked;
