package io.patchwork.worker.edit;

/** What a clip shows or plays. */
public sealed interface Media {

  /** An asset. */
  record OfAsset(SourceMedia source) implements Media {}

  /** A picture that we draw, and no sound. */
  record Drawn(Picture picture) implements Media {}
}
