package io.patchwork.worker.artifact;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.sandboxedjvm.PictureReading;
import java.util.List;

/**
 * What one capability wants of a pass: a value that names the outputs. The artifacts are made of
 * them by an {@link ArtifactBuilder}.
 */
public interface ArtifactSpec {

  /**
   * Its stable name in cache keys and plans, as in {@code storyboard}; a new name invalidates all
   * cached artifacts.
   */
  String kind();

  /** Its noun in messages, as in "There is no storyboard". */
  default String noun() {
    return kind();
  }

  /** What of the source it is made of, in a sentence about its being a fallback. */
  default String madeOf() {
    return noun();
  }

  /** Whether the source is useful without it, so that its failure is a warning. */
  boolean isOptional();

  /** Substitutes where it cannot be made, tried in order. */
  default List<ArtifactSpec> fallbacks() {
    return List.of();
  }

  /** Whether it needs only key frames of the video, which cost a tenth to decode. */
  default boolean needsKeyFramesOnly() {
    return false;
  }

  /** Whether its outputs read {@link PictureReading#LUT}. */
  default boolean readsLut() {
    return false;
  }

  /** Parameters beyond the pass that determine the result; part of the cache key. */
  default String cacheKeyExtra() {
    return "";
  }

  /**
   * Frames in each group that must not be split: a long source is cut into chunks between groups.
   *
   * @param rate of the frames
   */
  default long gopFrames(FrameRate rate) {
    return 1;
  }

  /** The outputs that it wants of the pass. */
  List<OutputSpec> outputs();
}
