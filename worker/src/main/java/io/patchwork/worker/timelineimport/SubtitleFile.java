package io.patchwork.worker.timelineimport;

import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.InvalidTimeline;
import io.patchwork.schema.timeline.MediaReference;
import io.patchwork.schema.timeline.OtioReader;
import io.patchwork.schema.timeline.TimeRanges;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A subtitle file for a whole timeline.
 *
 * @param language BCP 47 tag; null where unknown
 * @param isBurnedIn whether it is burnt in rather than selectable
 */
public record SubtitleFile(Path file, @Nullable String language, boolean isBurnedIn) {

  /** Adds a subtitle track to a timeline's document. */
  void addTo(JsonNode document) throws InvalidTimeline {
    Optional<TimeRange> whole = TimeRanges.trimmed(OtioReader.read(document).tracks());
    if (!(document.path("tracks").path("children") instanceof ArrayNode tracks)) {
      throw InvalidTimeline.broken("The timeline's tracks are not a list; export it again.");
    }
    ObjectNode track = tracks.addObject();
    track.put("OTIO_SCHEMA", "Track.1").put("kind", Track.SUBTITLE);
    ObjectNode patchwork = track.putObject("metadata").putObject("patchwork");
    patchwork.put("burn", isBurnedIn);
    if (language != null) {
      patchwork.put("language", language);
    }
    ArrayNode items = track.putArray("children");
    if (whole.isPresent() && whole.get().start().seconds().signum() > 0) {
      // The timeline is trimmed: its source range starts later than its tracks.
      ObjectNode gap = items.addObject().put("OTIO_SCHEMA", "Gap.1");
      range(gap, whole.get().start());
    }
    ObjectNode clip = items.addObject();
    clip.put("OTIO_SCHEMA", "Clip.2").put("name", String.valueOf(file.getFileName()));
    clip.putObject("media_references")
        .putObject(MediaReference.DEFAULT)
        .put("OTIO_SCHEMA", "ExternalReference.1")
        .put("target_url", "file://" + file.toAbsolutePath());
    // Where only the media know how long the timeline is, all of the file is shown.
    whole.ifPresent(range -> range(clip, range.duration()));
  }

  private static void range(ObjectNode item, RationalTime length) {
    ObjectNode range = item.putObject("source_range").put("OTIO_SCHEMA", "TimeRange.1");
    time(range.putObject("start_time"), Fraction.ZERO);
    time(range.putObject("duration"), length.seconds());
  }

  private static void time(ObjectNode node, Fraction seconds) {
    node.put("OTIO_SCHEMA", "RationalTime.1")
        .put("value", seconds.numerator())
        .put("rate", seconds.denominator());
  }
}
