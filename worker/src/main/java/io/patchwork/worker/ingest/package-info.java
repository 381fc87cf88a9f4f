/**
 * Ingests an upload, which a job or a notification of the store names: makes renditions, thumbnails
 * and fingerprints in one FFmpeg pass, and writes the asset's manifest.
 */
@NullMarked
package io.patchwork.worker.ingest;

import org.jspecify.annotations.NullMarked;
