/**
 * The model of an OpenTimelineIO timeline: a stack of tracks of clips, gaps and transitions, with
 * our metadata for treatments, titles and subtitles; every time is exact. {@link
 * io.patchwork.schema.timeline.OtioReader} reads all published versions of the schemas into it.
 */
@NullMarked
package io.patchwork.schema.timeline;

import org.jspecify.annotations.NullMarked;
