/**
 * Resolves an OpenTimelineIO timeline: looks up the media of its clips, places every item in output
 * time, and evaluates which layers a frame shows and which clips a sample mixes. Rendering, lineage
 * and credits all read this one model. Every time is exact; nothing here knows segments, passes or
 * queues, and only the catalog that looks up assets does I/O.
 */
@NullMarked
package io.patchwork.worker.composition;

import org.jspecify.annotations.NullMarked;
