/** Measures the alpha of videos and stills, for the lineage of what shows them. */
@NullMarked
package io.patchwork.worker.alpha;

import org.jspecify.annotations.NullMarked;
