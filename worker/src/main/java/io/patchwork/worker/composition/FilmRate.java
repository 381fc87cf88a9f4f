package io.patchwork.worker.composition;

import io.patchwork.schema.manifest.MediaKind;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.timeline.Composable;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Composition;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.TimeRanges;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The frame rate of a film whose document counts no pictures: that of the media which is on screen
 * longest, covered or not; of several the lowest, then the earliest. For one timeline.
 */
final class FilmRate {

  private static final FrameRate OTHERWISE = FrameRate.of(25, 1);

  /** A second, fine enough to compare lengths. */
  private static final Fraction TICKS = Fraction.of(90_000);

  private final MediaResolver media;

  /** Time on screen by rate, in the order in which rates appear. */
  private final Map<FrameRate, Long> onScreen = new LinkedHashMap<>();

  private boolean hasPicture;

  private FilmRate(MediaResolver media) {
    this.media = media;
  }

  /** The rate, with a note where the timeline has pictures. */
  static FrameRate of(Stack tracks, MediaResolver media, Diagnostics diagnostics) {
    FilmRate film = new FilmRate(media);
    if (hasLengths(tracks)) {
      PlacedItem root = PlacedItem.root(tracks, Track.VIDEO, TICKS);
      film.collect(root, root.from(), root.to());
    }
    FrameRate rate = OTHERWISE;
    long longest = 0;
    for (Map.Entry<FrameRate, Long> each : film.onScreen.entrySet()) {
      if (each.getValue() > longest) {
        rate = each.getKey();
        longest = each.getValue();
      }
    }
    if (film.hasPicture) {
      diagnostics.note(
          "The timeline has no usable frame rate (5 to 240 frames a second), so the film has "
              + rate.toDecimalString()
              + " frames a second"
              + (longest == 0 ? "" : ", like the media that is on screen longest")
              + ". To choose another rate, export the timeline at that rate.");
    }
    return rate;
  }

  /** Whether all that is on screen has a length. */
  private static boolean hasLengths(Item item) {
    return TimeRanges.trimmed(item).isPresent()
        && (!(item instanceof Composition composition)
            || composition.children().stream().allMatch(child -> hasLengthIn(item, child)));
  }

  private static boolean hasLengthIn(Item parent, Composable child) {
    boolean isPlaced = child instanceof Item item && (parent instanceof Track || isSeen(item));
    return !isPlaced || hasLengths((Item) child);
  }

  private static boolean isSeen(Item inStack) {
    return inStack.common().isEnabled()
        && (!(inStack instanceof Track track) || track.kind().equals(Track.VIDEO));
  }

  private void collect(PlacedItem placed, long from, long to) {
    long first = Math.max(from, placed.from());
    long end = Math.min(to, placed.to());
    if (!placed.item().common().isEnabled() || first >= end) {
      return;
    }
    switch (placed.item()) {
      case Gap _ -> {}
      case Clip clip -> {
        hasPicture = true;
        media
            .known(clip.media())
            .filter(source -> source.info().kind() == MediaKind.VIDEO)
            .flatMap(source -> source.info().videoStream())
            .map(HouseFormat::rate)
            .filter(FrameRate::isOfPictures)
            .ifPresent(rate -> onScreen.merge(rate, end - first, Long::sum));
      }
      case Composition _ -> placed.children().forEach(child -> collect(child, first, end));
    }
  }
}
