/**
 * What people watch, hear and see: the ladder by profile, the levelled sound, the playlists over
 * both.
 */
@NullMarked
package io.patchwork.worker.transcode;

import org.jspecify.annotations.NullMarked;
