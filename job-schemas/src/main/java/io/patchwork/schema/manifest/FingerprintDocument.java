package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The fingerprints of one content: one immutable document for all assets with that content.
 * Matching reads nothing else.
 *
 * <p>Its decoded digests are of decoded pixels or samples. Equal digests mean equal content;
 * different ones may also come from another FFmpeg build or processor.
 *
 * @param sha256 digest of the content's bytes
 * @param still of an image
 * @param video of video
 * @param audio of audio
 * @param text of a document
 */
public record FingerprintDocument(
    String format,
    Sha256 sha256,
    @Nullable StillFingerprint still,
    @Nullable VideoFingerprint video,
    @Nullable AudioFingerprint audio,
    @Nullable TextFingerprint text) {

  public static final String FORMAT = "patchwork.fingerprint/1";
}
