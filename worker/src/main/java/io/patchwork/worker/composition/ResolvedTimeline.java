package io.patchwork.worker.composition;

import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.timeline.Composable;
import io.patchwork.schema.timeline.Timeline;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A timeline with its media found: every item has a length, every clip its media.
 *
 * @param pictures media of every clip that is seen
 * @param audios media of every clip that is heard
 * @param subtitles its subtitles
 * @param places track, clip and time at which each medium is first used
 * @param duration of the longest track
 * @param additionalCredits who is credited without being on screen
 * @param warnings what of the timeline is not rendered, as sentences
 */
public record ResolvedTimeline(
    Timeline timeline,
    Map<Composable.Clip, Media> pictures,
    Map<Composable.Clip, Media> audios,
    Subtitles subtitles,
    Map<Media, String> places,
    RationalTime duration,
    List<Contributor> additionalCredits,
    List<String> warnings) {

  public ResolvedTimeline {
    pictures = Map.copyOf(pictures);
    audios = Map.copyOf(audios);
    places = Map.copyOf(places);
    additionalCredits = List.copyOf(additionalCredits);
    warnings = List.copyOf(warnings);
  }

  /** All that is seen, words among it. */
  public List<Media> seen() {
    return Stream.concat(
            pictures.values().stream(),
            subtitles.burnIns().stream().flatMap(burnIns -> burnIns.words().stream()))
        .distinct()
        .toList();
  }

  /**
   * The same with other pictures in the place of some.
   *
   * @param notes what is to be said of them
   */
  public ResolvedTimeline with(Map<Media, Media> others, Collection<String> notes) {
    Map<Composable.Clip, Media> replaced = new HashMap<>();
    pictures.forEach((clip, each) -> replaced.put(clip, others.getOrDefault(each, each)));
    return new ResolvedTimeline(
        timeline,
        replaced,
        audios,
        subtitles.with(others),
        places,
        duration,
        additionalCredits,
        Stream.concat(warnings.stream(), notes.stream()).toList());
  }

  /** Where a medium that is seen is first used, to begin a sentence with. */
  public String place(Media media) {
    @Nullable String place = places.get(media);
    return place != null
        ? place
        : subtitles.burnIns().stream()
            .filter(burnIns -> burnIns.words().contains(media))
            .findFirst()
            .map(burnIns ->
                "The subtitle burnt in at "
                    + RationalTime.ofFrames(burnIns.from(), rate()).toClock())
            .orElseThrow();
  }

  /** All that is seen or heard. */
  public List<Media> media() {
    return Stream.concat(seen().stream(), audios.values().stream()).distinct().toList();
  }

  public FrameRate rate() {
    return timeline.rate();
  }

  Media picture(Composable.Clip clip) {
    return Objects.requireNonNull(pictures.get(clip), "a picture that was never looked for");
  }

  Media audio(Composable.Clip clip) {
    return Objects.requireNonNull(audios.get(clip), "a sound that was never looked for");
  }
}
