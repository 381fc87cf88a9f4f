package io.patchwork.schema.job;

import io.patchwork.schema.id.Source;

/**
 * Poster and storyboard of one source.
 *
 * @param source an ingested asset or an object in a store
 */
public record Thumbnail(Source source) implements Job {}
