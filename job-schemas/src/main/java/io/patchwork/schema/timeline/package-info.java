/**
 * A timeline as OpenTimelineIO has it: tracks of clips, gaps and transitions in a stack, painter's
 * order, every time exact. {@link io.patchwork.schema.timeline.OtioReader} reads all published
 * versions of the schemas into the one model here.
 */
@NullMarked
package io.patchwork.schema.timeline;

import org.jspecify.annotations.NullMarked;
