package io.patchwork.schema.job;

import io.patchwork.schema.id.Source;

/**
 * The exact digest of one source and the perceptual hashes of its picture.
 *
 * @param source an ingested asset or an object in a store
 */
public record Fingerprint(Source source) implements Job {}
