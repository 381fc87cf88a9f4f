/**
 * Renditions of a source, which people watch, listen to or read: the ladder of a profile, the
 * loudness-normalised audio, the playlists over both, and the pages and text of documents.
 */
@NullMarked
package io.patchwork.worker.transcode;

import org.jspecify.annotations.NullMarked;
