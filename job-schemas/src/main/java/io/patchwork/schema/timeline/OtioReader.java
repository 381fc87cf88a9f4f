package io.patchwork.schema.timeline;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Common;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Composable.Transition;
import io.patchwork.schema.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads OpenTimelineIO documents of every published version (see {@link OtioJson}). Newer versions,
 * and documents nested deeper than 64 levels or with more than 20 000 items, are refused.
 */
public final class OtioReader {

  private static final BigDecimal MAX_SPEED = BigDecimal.valueOf(10_000);
  private static final int SPEED_DECIMALS = 9;
  private static final Fraction SPEED_TOLERANCE = Fraction.of(1, 1_000_000_000);
  private static final int MAX_SPEED_DENOMINATOR = 1000;
  private static final String ASSET = "asset:";
  private static final String THE_TIMELINE = "the timeline";

  private final PictureRate rate = new PictureRate();
  private final EditorEffects editorEffects;

  private OtioReader(JsonNode document) {
    this.editorEffects = new EditorEffects(document);
  }

  /**
   * Reads one document.
   *
   * @param document the bytes of an {@code .otio} file, UTF-8
   * @throws InvalidTimeline if it is not a timeline, with a sentence that says where and why
   */
  public static Timeline read(byte[] document) throws InvalidTimeline {
    return read(OtioJson.read(document));
  }

  /**
   * Reads one document.
   *
   * @param document as {@link OtioJson} reads it
   * @throws InvalidTimeline if it is not a timeline
   */
  public static Timeline read(JsonNode document) throws InvalidTimeline {
    return new OtioReader(document).timeline(document);
  }

  private Timeline timeline(JsonNode node) throws InvalidTimeline {
    OtioSchema schema = OtioSchema.of(node, "the document");
    if (!schema.name().equals("Timeline")) {
      throw InvalidTimeline.broken(
          "The document is a " + schema.name() + ", not a Timeline; export the whole timeline.");
    }
    JsonNode tracks = node.path("tracks");
    if (!(composable(tracks, THE_TIMELINE, 1) instanceof Stack stack)) {
      throw InvalidTimeline.broken(
          "The timeline has no list of tracks (Stack); export it again from the editor.");
    }
    return new Timeline(
        node.path("name").asString(""),
        rate.orAssumed(),
        rate.isAssumed(),
        stack,
        additionalCredits(node));
  }

  private Composable composable(JsonNode node, String path, int depth) throws InvalidTimeline {
    if (depth > OtioJson.MAX_DEPTH) {
      throw InvalidTimeline.broken(
          "The timeline is nested more than "
              + OtioJson.MAX_DEPTH
              + " levels deep; flatten nested timelines in the editor and export it again.");
    }
    OtioSchema schema = OtioSchema.of(node, path);
    return switch (schema.name()) {
      case "Stack" -> new Stack(common(node, path), children(node, path, depth));
      case "Track" -> track(node, path, depth);
      case "Clip" -> new Clip(common(node, path), MediaReferenceReader.active(node, path));
      case "Gap" -> new Gap(common(node, path));
      case "Transition" -> transition(node, path);
      default ->
          throw InvalidTimeline.unsupported(
              "The timeline has a "
                  + schema.name()
                  + " ("
                  + path
                  + "), which is not supported; remove it in the editor and export again.");
    };
  }

  private static Transition transition(JsonNode node, String path) throws InvalidTimeline {
    return new Transition(
        node.path("name").asString(""),
        node.path("transition_type").asString(""),
        TimeReader.offset(node.path("in_offset"), path),
        TimeReader.offset(node.path("out_offset"), path),
        TreatmentReader.transition(node, path),
        isEnabled(node));
  }

  private Track track(JsonNode node, String path, int depth) throws InvalidTimeline {
    String kind = node.path("kind").asString(Track.VIDEO);
    List<Composable> children = children(node, path, depth);
    return kind.equals(Track.SUBTITLE)
        ? new Track(
            common(node, path, Treatment.PLAIN), kind, children, subtitleOptions(node, path))
        : new Track(common(node, path), kind, children, null);
  }

  /** By {@code subtitles.v1.schema.json}. */
  private static SubtitleTrackOptions subtitleOptions(JsonNode track, String path)
      throws InvalidTimeline {
    JsonNode node = TreatmentReader.checked(track, "subtitles.v1", path);
    JsonNode language = node.path("language");
    JsonNode name = node.path("name");
    return new SubtitleTrackOptions(
        node.path("burn").asBoolean(false),
        language.isString() ? language.asString() : null,
        name.isString() ? name.asString() : null,
        TitleReader.subtitles(node.path("style"), path));
  }

  /** By {@code additional-credits.v1.schema.json}. */
  private static AdditionalCredits additionalCredits(JsonNode timeline) throws InvalidTimeline {
    JsonNode node = TreatmentReader.checked(timeline, "additional-credits.v1", THE_TIMELINE);
    return new AdditionalCredits(
        StreamSupport.stream(node.path("credits").spliterator(), false)
            .map(person -> Json.MAPPER.treeToValue(person, Contributor.class))
            .toList(),
        StreamSupport.stream(node.path("influences").spliterator(), false)
            .map(asset -> new Id(asset.asString().substring(ASSET.length())))
            .toList());
  }

  private Common common(JsonNode node, String path) throws InvalidTimeline {
    return common(node, path, TreatmentReader.treatment(node, path));
  }

  private Common common(JsonNode node, String path, Treatment treatment) throws InvalidTimeline {
    @Nullable TimeRange range = TimeReader.range(node.path("source_range"), path);
    EditorEffects.Reading reading =
        editorEffects.read(node, treatment, timeWarps(node, path), range, rate.orAssumed());
    return new Common(
        node.path("name").asString(""),
        range,
        reading.effects(),
        markers(node),
        reading.treatment(),
        isEnabled(node));
  }

  private List<Composable> children(JsonNode node, String path, int depth) throws InvalidTimeline {
    List<Composable> children = new ArrayList<>();
    PlaceNames names = new PlaceNames(path.equals(THE_TIMELINE) ? "" : path);
    for (JsonNode child : node.path("children")) {
      String childPath =
          child.path("OTIO_SCHEMA").asString("").startsWith("Track.")
              ? names.track(child.path("kind").asString(Track.VIDEO))
              : names.item(child.path("name").asString(""));
      rate.note(child, node.path("kind").asString("").equals(Track.VIDEO));
      if (isEnabled(child)) {
        children.add(composable(child, childPath, depth + 1));
      } else {
        disabled(child, node, childPath, depth + 1).ifPresent(children::add);
      }
    }
    TransitionBounds.check(children, path);
    return children;
  }

  /**
   * A disabled child. Of one that cannot be read only its time counts, and that in a track alone.
   */
  private Optional<Composable> disabled(JsonNode node, JsonNode parent, String path, int depth)
      throws InvalidTimeline {
    try {
      return Optional.of(composable(node, path, depth));
    } catch (InvalidTimeline unread) {
      String schema = node.path("OTIO_SCHEMA").asString("");
      boolean takesTime =
          parent.path("OTIO_SCHEMA").asString("").startsWith("Track.")
              && !schema.startsWith("Transition.");
      if (!takesTime) {
        return Optional.empty();
      }
      @Nullable TimeRange range = TimeReader.usableRange(node.path("source_range"));
      if (range == null) {
        throw unread;
      }
      return Optional.of(
          new Gap(
              new Common(
                  node.path("name").asString(""),
                  range,
                  List.of(),
                  List.of(),
                  Treatment.PLAIN,
                  false)));
    }
  }

  /**
   * Reads an {@code ImageSequenceReference} on its own.
   *
   * @throws InvalidTimeline if it breaks its rules
   */
  public static MediaReference.ImageSequence sequence(JsonNode node) throws InvalidTimeline {
    return MediaReferenceReader.sequence(node, "an image sequence");
  }

  private static List<Effect> timeWarps(JsonNode node, String path) throws InvalidTimeline {
    List<Effect> warps = new ArrayList<>();
    for (JsonNode effect : node.path("effects")) {
      if (isEnabled(effect)) {
        switch (OtioSchema.of(effect, path).name()) {
          case "LinearTimeWarp" -> warps.add(new Effect.TimeWarp(speed(effect, path)));
          case "FreezeFrame" -> warps.add(new Effect.TimeWarp(Fraction.ZERO));
          default -> {}
        }
      }
    }
    return warps;
  }

  /**
   * A speed of at most ten thousand. Editors compute speeds from frame counts and write them as
   * doubles, so a value close to a simple fraction is that fraction.
   */
  private static Fraction speed(JsonNode effect, String path) throws InvalidTimeline {
    JsonNode scalar = effect.path("time_scalar");
    if (TimeReader.number(scalar).isEmpty()
        || scalar.decimalValue().abs().compareTo(MAX_SPEED) > 0) {
      throw InvalidTimeline.broken(
          "The speed of "
              + path
              + " is not a number between -"
              + MAX_SPEED
              + " and "
              + MAX_SPEED
              + "; choose another speed in the editor.");
    }
    Fraction written =
        Fraction.of(scalar.decimalValue().setScale(SPEED_DECIMALS, RoundingMode.HALF_EVEN));
    Fraction simple = written.simplest(MAX_SPEED_DENOMINATOR);
    boolean isSimple = written.minus(simple).abs().compareTo(SPEED_TOLERANCE) <= 0;
    return isSimple ? simple : written;
  }

  private static List<Marker> markers(JsonNode node) {
    List<Marker> markers = new ArrayList<>();
    for (JsonNode marker : node.path("markers")) {
      TimeRange range = TimeReader.usableRange(marker.path("marked_range"));
      if (range != null) {
        markers.add(
            new Marker(
                marker.path("name").asString(""), marker.path("comment").asString(""), range));
      }
    }
    return markers;
  }

  private static boolean isEnabled(JsonNode node) {
    return node.path("enabled").asBoolean(true);
  }
}
