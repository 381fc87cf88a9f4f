/**
 * Imports an editor's timeline into a cluster: ingests every file, image sequence and subtitle file
 * that it names, makes its media references name the assets, and puts the timeline ({@code .otio}
 * or {@code .otioz}) into the store. It reports progress to its caller and prints nothing.
 */
@NullMarked
package io.patchwork.worker.timelineimport;

import org.jspecify.annotations.NullMarked;
