/**
 * An editor's files on their way into a cluster: a timeline, plain or in an archive, is put into
 * the store, and every file, image sequence and subtitle file that it names becomes an asset first.
 * It reports progress to whoever called and prints nothing.
 */
@NullMarked
package io.patchwork.worker.timelineimport;

import org.jspecify.annotations.NullMarked;
