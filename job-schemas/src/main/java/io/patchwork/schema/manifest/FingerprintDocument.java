package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * What one content is recognised by: one immutable document for all assets that have it. Matching
 * reads nothing else.
 *
 * <p>The essences in it are digests of what was decoded: where two are the same, what was digested
 * is the same; where they differ, it may also be for another build of FFmpeg or kind of processor.
 *
 * @param sha256 digest of the content's bytes
 * @param still of a picture that does not move
 * @param video of a picture that moves
 * @param audio of what is heard
 * @param text of what is read
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
