/**
 * Fetches and probes the sources that jobs name: which locations are allowed, what type a file has,
 * and what streams are in it. Also reads and writes asset manifests.
 */
@NullMarked
package io.patchwork.worker.fetch;

import org.jspecify.annotations.NullMarked;
