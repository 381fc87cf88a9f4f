/**
 * Ingests an upload: makes renditions, thumbnails and fingerprints in one FFmpeg pass, and writes
 * the asset's manifest.
 */
@NullMarked
package io.patchwork.worker.ingest;

import org.jspecify.annotations.NullMarked;
