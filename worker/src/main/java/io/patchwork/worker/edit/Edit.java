package io.patchwork.worker.edit;

import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Composable;
import io.patchwork.schema.timeline.Timeline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A timeline with its media found: every item has a length, every clip its media.
 *
 * @param media of every clip that is seen or heard
 * @param duration of the longest track
 * @param acknowledged who is credited without being on screen
 * @param warnings what of the timeline is not rendered, as sentences
 */
public record Edit(
    Timeline timeline,
    Map<Composable.Clip, Media> media,
    RationalTime duration,
    List<Contributor> acknowledged,
    List<String> warnings) {

  public Edit {
    media = Map.copyOf(media);
    acknowledged = List.copyOf(acknowledged);
    warnings = List.copyOf(warnings);
  }

  /** The same with other media in the place of some. */
  public Edit with(Map<Media, Media> others) {
    Map<Composable.Clip, Media> replaced = new HashMap<>();
    media.forEach((clip, each) -> replaced.put(clip, others.getOrDefault(each, each)));
    return new Edit(timeline, replaced, duration, acknowledged, warnings);
  }

  public FrameRate rate() {
    return timeline.rate();
  }

  Media media(Composable.Clip clip) {
    return Objects.requireNonNull(media.get(clip), "media that was never looked for");
  }
}
