package io.patchwork.worker.artifact;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.ffmpeg.OutputSpec;
import java.util.List;

/**
 * What one capability wants of a pass: a value, which says what comes out and nothing of who makes
 * an artifact of it (that is a {@link ArtifactBuilder}).
 */
public interface ArtifactSpec {

  /**
   * A stable word for it in keys and plans, as in {@code storyboard}: another word makes everything
   * anew.
   */
  String kind();

  /** What it is called in sentences, as in "There is no storyboard". */
  default String noun() {
    return kind();
  }

  /** Whether the source is of use without it: then its failure is a warning. */
  boolean isOptional();

  /** What is better than nothing where it cannot be made, tried in order. */
  default List<ArtifactSpec> fallbacks() {
    return List.of();
  }

  /** Whether key frames are all that it needs of the picture: decoding those costs a tenth. */
  default boolean needsKeyFramesOnly() {
    return false;
  }

  /** What determines its outcome beside what it wants out of the pass; part of keys. */
  default String cacheKeyExtra() {
    return "";
  }

  /**
   * Frames that belong together in what it makes: a long source is cut between such groups.
   *
   * @param rate of the frames
   */
  default long gopFrames(FrameRate rate) {
    return 1;
  }

  /** What it wants out of the pass. */
  List<OutputSpec> outputs();
}
