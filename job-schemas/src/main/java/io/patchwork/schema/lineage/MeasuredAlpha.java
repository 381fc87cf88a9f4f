package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Sha256;

/**
 * The measurement of alpha that a use's visible share comes from.
 *
 * @param columns of its grid
 * @param rows of its grid
 * @param sha256 digest of the {@code alpha} artifact
 */
public record MeasuredAlpha(int columns, int rows, Sha256 sha256) {}
