package io.patchwork.schema.job;

import io.patchwork.schema.id.Source;

/**
 * Renditions of one source.
 *
 * @param source an ingested asset or an object in a store
 */
public record Transcode(Source source) implements Job {}
