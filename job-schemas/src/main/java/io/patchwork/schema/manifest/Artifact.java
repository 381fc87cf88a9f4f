package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import org.jspecify.annotations.Nullable;

/**
 * A stored output.
 *
 * @param role what it is for
 * @param key where it lies in the store
 * @param mediaType with codecs (RFC 6381) where known
 * @param frameCount pictures in it, for video
 * @param coding of a rung, whose groups of pictures may be copied
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
   * How a picture was encoded: in closed groups of one length.
   *
   * @param codec its family, as in {@code H264}
   * @param gopFrames frames from key frame to key frame
   * @param crf the encoder's constant quality, smaller is better
   * @param parameterSets digest of what a decoder is told before the first frame
   */
  public record Coding(
      String codec, FrameRate rate, long gopFrames, int crf, Sha256 parameterSets) {}

  /** An artifact of which it is not said how it was encoded. */
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

  /** An artifact without picture or duration: a document. */
  public static Artifact document(
      ArtifactRole role, String key, Sha256 sha256, long bytes, String mediaType) {
    return new Artifact(role, key, sha256, bytes, mediaType, null, null, null, null);
  }
}
