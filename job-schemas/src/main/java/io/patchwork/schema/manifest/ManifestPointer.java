package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The pointer to an asset's current manifest, {@code assets/{asset}/manifest.json}. It moves by
 * compare-and-set, and never to an older upload.
 *
 * @param manifest key of the current manifest
 * @param sha256 digest of the content that it describes
 * @param version number of moves
 * @param sequencer of the upload that the content came with
 */
public record ManifestPointer(
    String manifest, Sha256 sha256, long version, @Nullable String sequencer) {}
