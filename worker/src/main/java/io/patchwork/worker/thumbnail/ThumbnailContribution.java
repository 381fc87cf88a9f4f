package io.patchwork.worker.thumbnail;

import io.patchwork.worker.production.Contribution;

/** A picture that stands for a source. */
public sealed interface ThumbnailContribution extends Contribution
    permits Poster, Storyboard, Preview, Waveform, StillPlaceholder, PagePoster {}
