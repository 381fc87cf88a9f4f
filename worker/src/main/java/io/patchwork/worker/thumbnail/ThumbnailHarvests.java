package io.patchwork.worker.thumbnail;

import io.patchwork.worker.production.Harvest;

/** Who makes the pictures that stand for a source. */
public final class ThumbnailHarvests {

  private ThumbnailHarvests() {}

  /** Begins to make something of what will come out. */
  public static Harvest of(ThumbnailContribution contribution) {
    return switch (contribution) {
      case Poster poster -> new PosterHarvest(poster);
      case Storyboard storyboard -> new StoryboardHarvest(storyboard);
      case Preview preview -> new PreviewHarvest(preview);
      case Waveform waveform -> new WaveformHarvest(waveform);
      case StillPlaceholder placeholder -> new StillPlaceholderHarvest(placeholder);
      case PagePoster _ -> new PagePosterHarvest();
    };
  }
}
