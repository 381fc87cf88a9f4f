package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import org.jspecify.annotations.Nullable;

/**
 * A file in the store that was made from an asset or by a render: its role, key, digest and format.
 *
 * @param role what it is for
 * @param key its key in the store
 * @param mediaType with codecs (RFC 6381) where known
 * @param frameCount number of frames; absent without video
 * @param coding of a variant, whose GOPs may be copied
 */
public record Artifact(
    ArtifactRole role,
    String key,
    Sha256 sha256,
    long bytes,
    String mediaType,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable RationalTime duration,
    @Nullable Long frameCount,
    @Nullable Coding coding) {

  /**
   * The coding of a variant: closed GOPs of equal length.
   *
   * @param codec codec family, as in {@code H264}
   * @param gopFrames frames per GOP
   * @param crf the encoder's constant quality; lower is better
   * @param parameterSets digest of the parameter sets
   */
  public record Coding(
      String codec, FrameRate rate, long gopFrames, int crf, Sha256 parameterSets) {}

  /** An artifact without coding. */
  public Artifact(
      ArtifactRole role,
      String key,
      Sha256 sha256,
      long bytes,
      String mediaType,
      @Nullable Integer width,
      @Nullable Integer height,
      @Nullable RationalTime duration,
      @Nullable Long frameCount) {
    this(role, key, sha256, bytes, mediaType, width, height, duration, frameCount, null);
  }

  /** An artifact without size in pixels or duration: a document. */
  public static Artifact document(
      ArtifactRole role, String key, Sha256 sha256, long bytes, String mediaType) {
    return new Artifact(role, key, sha256, bytes, mediaType, null, null, null, null);
  }
}
