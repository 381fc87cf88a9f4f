package io.patchwork.schema.job;

import io.patchwork.schema.id.Source;

/**
 * Computes the digest and the perceptual fingerprints of one source.
 *
 * @param source an ingested asset or an object in a store
 */
public record Fingerprint(Source source) implements Job {}
