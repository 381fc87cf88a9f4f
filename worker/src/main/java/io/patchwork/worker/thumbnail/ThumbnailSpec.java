package io.patchwork.worker.thumbnail;

import io.patchwork.worker.artifact.ArtifactSpec;

/** A small image or animation that stands for a source. */
public sealed interface ThumbnailSpec extends ArtifactSpec
    permits Poster, Storyboard, Preview, Waveform, StillPlaceholder, PagePoster {}
