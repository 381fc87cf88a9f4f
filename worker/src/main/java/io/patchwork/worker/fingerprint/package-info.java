/**
 * Fingerprints by which a work is recognised: PDQ of images and frames, Chromaprint of audio,
 * shingles of text.
 */
@NullMarked
package io.patchwork.worker.fingerprint;

import org.jspecify.annotations.NullMarked;
