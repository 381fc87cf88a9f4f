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
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A timeline with its media resolved: every item that plays has a length, and every clip that plays
 * its media.
 *
 * @param videoMedia media of every clip on a video track
 * @param audioMedia media of every clip on an audio track
 * @param subtitles its subtitle events
 * @param places track, clip and time of the first use of each medium, as a person reads it
 * @param authors assets whose words titles show
 * @param duration of the timeline, that of its longest track where it is not trimmed
 * @param additionalCredits people who are credited without being seen or heard
 * @param warnings a sentence for each thing that is not rendered as the timeline asks
 * @param notes a sentence for each decision by which nothing is lost
 */
public record ResolvedTimeline(
    Timeline timeline,
    Map<Composable.Clip, Media> videoMedia,
    Map<Composable.Clip, Media> audioMedia,
    Subtitles subtitles,
    Map<Media, String> places,
    Set<SourceMedia> authors,
    RationalTime duration,
    List<Contributor> additionalCredits,
    List<String> warnings,
    List<String> notes) {

  public ResolvedTimeline {
    videoMedia = Map.copyOf(videoMedia);
    audioMedia = Map.copyOf(audioMedia);
    places = Map.copyOf(places);
    authors = Set.copyOf(authors);
    additionalCredits = List.copyOf(additionalCredits);
    warnings = List.copyOf(warnings);
    notes = List.copyOf(notes);
  }

  /** All media that is seen, burnt-in text included. */
  public List<Media> visibleMedia() {
    return Stream.concat(
            videoMedia.values().stream(),
            subtitles.burnIns().stream().flatMap(burnIns -> burnIns.texts().stream()))
        .distinct()
        .toList();
  }

  /**
   * The same timeline with some visible media replaced.
   *
   * @param more warnings about the replacements
   */
  public ResolvedTimeline with(Map<Media, Media> replacements, Collection<String> more) {
    Map<Composable.Clip, Media> replaced = new HashMap<>();
    videoMedia.forEach((clip, each) -> replaced.put(clip, replacements.getOrDefault(each, each)));
    return new ResolvedTimeline(
        timeline,
        replaced,
        audioMedia,
        subtitles.with(replacements),
        places,
        authors,
        duration,
        additionalCredits,
        Stream.concat(warnings.stream(), more.stream()).toList(),
        notes);
  }

  /** What a person is told: the warnings, then the notes. */
  public List<String> remarks() {
    return Stream.concat(warnings.stream(), notes.stream()).toList();
  }

  /** Where visible media is first used, as the beginning of a sentence. */
  public String place(Media media) {
    @Nullable String place = places.get(media);
    return place != null
        ? place
        : subtitles.burnIns().stream()
            .filter(burnIns -> burnIns.texts().contains(media))
            .findFirst()
            .map(burnIns ->
                "The subtitle burnt in at "
                    + RationalTime.ofFrames(burnIns.from(), rate()).toClock())
            .orElseThrow();
  }

  /** All media that is seen or heard. */
  public List<Media> media() {
    return Stream.concat(visibleMedia().stream(), audioMedia.values().stream()).distinct().toList();
  }

  public FrameRate rate() {
    return timeline.rate();
  }

  Media videoOf(Composable.Clip clip) {
    return Objects.requireNonNull(videoMedia.get(clip), "a picture that was never looked for");
  }

  Media audioOf(Composable.Clip clip) {
    return Objects.requireNonNull(audioMedia.get(clip), "a sound that was never looked for");
  }
}
