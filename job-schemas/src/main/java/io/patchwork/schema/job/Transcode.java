package io.patchwork.schema.job;

import io.patchwork.schema.id.Source;
import org.jspecify.annotations.Nullable;

/**
 * Makes the renditions of one source.
 *
 * @param source an ingested asset or an object in a store
 * @param profile the ladder profile's name, absent for the default
 */
public record Transcode(Source source, @Nullable String profile) implements Job {}
