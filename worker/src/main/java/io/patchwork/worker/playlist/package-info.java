/** Fragments that players stream, and the playlists over them. */
@NullMarked
package io.patchwork.worker.playlist;

import org.jspecify.annotations.NullMarked;
