/**
 * Loudness by EBU R 128: its measurement and normalisation, for uploads and for the mixes of
 * renders.
 */
@NullMarked
package io.patchwork.worker.loudness;

import org.jspecify.annotations.NullMarked;
