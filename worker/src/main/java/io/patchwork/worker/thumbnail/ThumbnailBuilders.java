package io.patchwork.worker.thumbnail;

import io.patchwork.worker.artifact.ArtifactBuilder;

/** The builders of thumbnails. */
public final class ThumbnailBuilders {

  private ThumbnailBuilders() {}

  /** A new builder for a spec. */
  public static ArtifactBuilder of(ThumbnailSpec spec) {
    return switch (spec) {
      case Poster poster -> new PosterBuilder(poster);
      case Storyboard storyboard -> new StoryboardBuilder(storyboard);
      case Preview preview -> new PreviewBuilder(preview);
      case Waveform waveform -> new WaveformBuilder(waveform);
      case StillPlaceholder placeholder -> new StillPlaceholderBuilder(placeholder);
      case PagePoster _ -> new PagePosterBuilder();
    };
  }
}
