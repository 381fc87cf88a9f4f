package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprints of an asset.
 *
 * @param sha256 digest of the file's bytes
 * @param pdq PDQ hash of the image, or of the first of a video's frames of highest quality
 * @param document key of the content's {@link FingerprintDocument}
 */
public record Fingerprints(Sha256 sha256, @Nullable PdqHash pdq, @Nullable String document) {}
