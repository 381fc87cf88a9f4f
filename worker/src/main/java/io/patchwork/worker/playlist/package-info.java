/** HLS and DASH playlists over fragmented MP4 files, and the muxers of these files. */
@NullMarked
package io.patchwork.worker.playlist;

import org.jspecify.annotations.NullMarked;
