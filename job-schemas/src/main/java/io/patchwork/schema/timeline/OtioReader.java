package io.patchwork.schema.timeline;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Common;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Composable.Transition;
import io.patchwork.schema.wire.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private static final RationalTime MAX_TIME = RationalTime.ofSeconds(1_000L * 24 * 3600, 1);

  /** The newest supported version of each schema. */
  private static final Map<String, Integer> VERSIONS =
      Map.ofEntries(
          Map.entry("Timeline", 1),
          Map.entry("Stack", 1),
          Map.entry("Track", 1),
          Map.entry("Clip", 2),
          Map.entry("Gap", 1),
          Map.entry("Transition", 1),
          Map.entry("ExternalReference", 1),
          Map.entry("MissingReference", 1),
          Map.entry("GeneratorReference", 1),
          Map.entry("ImageSequenceReference", 1),
          Map.entry("Effect", 1),
          Map.entry("TimeEffect", 1),
          Map.entry("LinearTimeWarp", 1),
          Map.entry("FreezeFrame", 1),
          Map.entry("Marker", 2),
          Map.entry("RationalTime", 1),
          Map.entry("TimeRange", 1));

  private @Nullable FrameRate rate;
  private boolean isVideoRate;

  private OtioReader() {}

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
    return new OtioReader().timeline(document);
  }

  private Timeline timeline(JsonNode node) throws InvalidTimeline {
    Schema schema = schema(node, "the document");
    if (!schema.name.equals("Timeline")) {
      throw InvalidTimeline.broken(
          "The document is a " + schema.name + ", not a Timeline; export the whole timeline.");
    }
    JsonNode tracks = node.path("tracks");
    if (!(composable(tracks, "tracks", 1) instanceof Stack stack)) {
      throw InvalidTimeline.broken("The timeline's tracks are not a Stack.");
    }
    if (rate == null) {
      throw InvalidTimeline.broken("The timeline has no item with a duration.");
    }
    return new Timeline(node.path("name").asString(""), rate, stack, additionalCredits(node));
  }

  private Composable composable(JsonNode node, String path, int depth) throws InvalidTimeline {
    if (depth > OtioJson.MAX_DEPTH) {
      throw InvalidTimeline.broken(
          "The timeline is nested deeper than " + OtioJson.MAX_DEPTH + " levels at " + path + ".");
    }
    Schema schema = schema(node, path);
    return switch (schema.name) {
      case "Stack" -> new Stack(common(node, path), children(node, path, depth));
      case "Track" -> track(node, path, depth);
      case "Clip" -> new Clip(common(node, path), media(node, path));
      case "Gap" -> new Gap(common(node, path));
      case "Transition" ->
          new Transition(
              node.path("name").asString(""),
              node.path("transition_type").asString(""),
              offset(node.path("in_offset"), path),
              offset(node.path("out_offset"), path),
              TreatmentReader.transition(node, path),
              isEnabled(node));
      default ->
          throw InvalidTimeline.unsupported(
              "The timeline has a " + schema.name + " at " + path + ", which is not known here.");
    };
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
    JsonNode node = TreatmentReader.checked(timeline, "additional-credits.v1", "the timeline");
    return new AdditionalCredits(
        StreamSupport.stream(node.path("credits").spliterator(), false)
            .map(person -> Json.MAPPER.treeToValue(person, Contributor.class))
            .toList(),
        StreamSupport.stream(node.path("influences").spliterator(), false)
            .map(asset -> new Id(asset.asString().substring(ASSET.length())))
            .toList());
  }

  private static Common common(JsonNode node, String path) throws InvalidTimeline {
    return common(node, path, TreatmentReader.treatment(node, path));
  }

  private static Common common(JsonNode node, String path, Treatment treatment)
      throws InvalidTimeline {
    return new Common(
        node.path("name").asString(""),
        range(node.path("source_range"), path),
        effects(node, path),
        markers(node, path),
        treatment,
        isEnabled(node));
  }

  private List<Composable> children(JsonNode node, String path, int depth) throws InvalidTimeline {
    List<Composable> children = new ArrayList<>();
    for (JsonNode child : node.path("children")) {
      String childPath = path + "[" + children.size() + "]";
      children.add(composable(child, childPath, depth + 1));
      noteRate(child, node.path("kind").asString("").equals(Track.VIDEO));
    }
    checkTransitions(children, path);
    return children;
  }

  /** Refuses adjacent transitions, and those that reach beyond their neighbour. */
  private static void checkTransitions(List<Composable> children, String path)
      throws InvalidTimeline {
    for (int i = 0; i < children.size(); i++) {
      if (!(children.get(i) instanceof Transition transition)) {
        continue;
      }
      if (i > 0 && children.get(i - 1) instanceof Transition) {
        throw InvalidTimeline.broken(
            "Two transitions follow each other at " + path + "[" + i + "].");
      }
      checkReach(children, i, -1, transition.in(), path);
      checkReach(children, i, 1, transition.out(), path);
    }
  }

  private static void checkReach(
      List<Composable> children, int at, int step, RationalTime reach, String path)
      throws InvalidTimeline {
    int neighbour = at + step;
    if (neighbour < 0 || neighbour >= children.size()) {
      return;
    }
    Optional<RationalTime> length =
        children.get(neighbour) instanceof Item item
            ? TimeRanges.trimmed(item).map(TimeRange::duration)
            : Optional.empty();
    RationalTime other = RationalTime.ZERO;
    int beyond = neighbour + step;
    if (beyond >= 0
        && beyond < children.size()
        && children.get(beyond) instanceof Transition transition) {
      other = step < 0 ? transition.out() : transition.in();
    }
    if (length.isPresent() && reach.plus(other).compareTo(length.get()) > 0) {
      throw InvalidTimeline.broken(
          "The transition at " + path + "[" + at + "] reaches further than its neighbour is long.");
    }
  }

  private static MediaReference media(JsonNode clip, String path) throws InvalidTimeline {
    String key = clip.path("active_media_reference_key").asString(MediaReference.DEFAULT);
    JsonNode node = clip.path("media_references").path(key);
    if (node.isMissingNode() || node.isNull()) {
      boolean isNamed = !clip.path("media_references").isEmpty();
      String why =
          isNamed ? "its active media reference \"" + key + "\" is not there" : "it has no media";
      return new MediaReference.Missing(why, null);
    }
    Schema schema = schema(node, path);
    TimeRange available = range(node.path("available_range"), path);
    return switch (schema.name) {
      case "ExternalReference" ->
          new MediaReference.External(node.path("target_url").asString(""), available);
      case "MissingReference" ->
          new MediaReference.Missing("its media is missing in the editor, too", available);
      case "GeneratorReference" -> generator(node, available, path);
      case "ImageSequenceReference" -> sequence(node, available, path);
      default -> new MediaReference.Other(schema.name, available);
    };
  }

  private static MediaReference generator(JsonNode node, @Nullable TimeRange available, String path)
      throws InvalidTimeline {
    String kind = node.path("generator_kind").asString("");
    JsonNode parameters = node.path("parameters");
    return switch (kind) {
      case Title.KIND ->
          new MediaReference.TitleReference(TitleReader.title(parameters, path), available);
      case Title.CREDITS ->
          new MediaReference.Credits(TitleReader.credits(parameters, path), available);
      default -> new MediaReference.Generator(kind, parameters, available);
    };
  }

  /**
   * Reads an {@code ImageSequenceReference} on its own.
   *
   * @throws InvalidTimeline if it breaks its rules
   */
  public static MediaReference.ImageSequence sequence(JsonNode node) throws InvalidTimeline {
    String path = "an image sequence";
    return sequence(node, range(node.path("available_range"), path), path);
  }

  private static MediaReference.ImageSequence sequence(
      JsonNode node, @Nullable TimeRange available, String path) throws InvalidTimeline {
    JsonNode rate = node.path("rate");
    int step = node.path("frame_step").asInt(1);
    int padding = node.path("frame_zero_padding").asInt(0);
    if (!isFinite(rate) || rate.decimalValue().signum() <= 0 || step <= 0 || padding > 32) {
      throw InvalidTimeline.broken(
          "The image sequence at " + path + " needs a rate and a step above 0.");
    }
    try {
      return new MediaReference.ImageSequence(
          node.path("target_url_base").asString(""),
          node.path("name_prefix").asString(""),
          node.path("name_suffix").asString(""),
          node.path("start_frame").asLong(1),
          step,
          FrameRate.nearest(rate.decimalValue()),
          padding,
          node.path("missing_frame_policy").asString("error").equals("hold"),
          available);
    } catch (IllegalArgumentException e) {
      throw InvalidTimeline.broken(
          "The image sequence at " + path + " has " + e.getMessage() + ".");
    }
  }

  private static List<Effect> effects(JsonNode node, String path) throws InvalidTimeline {
    List<Effect> effects = new ArrayList<>();
    for (JsonNode effect : node.path("effects")) {
      if (!isEnabled(effect)) {
        continue;
      }
      Schema schema = schema(effect, path);
      switch (schema.name) {
        case "LinearTimeWarp" -> effects.add(new Effect.TimeWarp(speed(effect, path)));
        case "FreezeFrame" -> effects.add(new Effect.TimeWarp(Fraction.ZERO));
        default -> {
          String name = effect.path("effect_name").asString("");
          effects.add(new Effect.Other(schema.name, name.isEmpty() ? schema.name : name));
        }
      }
    }
    return effects;
  }

  /**
   * A speed of at most ten thousand. Editors compute speeds from frame counts and write them as
   * doubles, so a value close to a simple fraction is that fraction.
   */
  private static Fraction speed(JsonNode effect, String path) throws InvalidTimeline {
    JsonNode scalar = effect.path("time_scalar");
    if (!isFinite(scalar) || scalar.decimalValue().abs().compareTo(MAX_SPEED) > 0) {
      throw InvalidTimeline.broken(
          "The speed at "
              + path
              + " is not a number between -"
              + MAX_SPEED
              + " and "
              + MAX_SPEED
              + ".");
    }
    Fraction written =
        Fraction.of(scalar.decimalValue().setScale(SPEED_DECIMALS, RoundingMode.HALF_EVEN));
    Fraction simple = written.simplest(MAX_SPEED_DENOMINATOR);
    boolean isSimple = written.minus(simple).abs().compareTo(SPEED_TOLERANCE) <= 0;
    return isSimple ? simple : written;
  }

  private static List<Marker> markers(JsonNode node, String path) throws InvalidTimeline {
    List<Marker> markers = new ArrayList<>();
    for (JsonNode marker : node.path("markers")) {
      TimeRange range = range(marker.path("marked_range"), path);
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

  private static RationalTime offset(JsonNode node, String path) throws InvalidTimeline {
    if (node.isMissingNode() || node.isNull()) {
      return RationalTime.ZERO;
    }
    RationalTime time = time(node, path);
    if (time.isNegative()) {
      throw InvalidTimeline.broken("The transition at " + path + " has a negative offset.");
    }
    return time;
  }

  private static @Nullable TimeRange range(JsonNode node, String path) throws InvalidTimeline {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    schema(node, path);
    RationalTime duration = time(node.path("duration"), path);
    if (duration.isNegative()) {
      throw InvalidTimeline.broken("The item at " + path + " has a negative duration.");
    }
    return new TimeRange(time(node.path("start_time"), path), duration);
  }

  private static RationalTime time(JsonNode node, String path) throws InvalidTimeline {
    schema(node, path);
    JsonNode value = node.path("value");
    JsonNode rate = node.path("rate");
    if (!isFinite(value) || !isFinite(rate) || rate.decimalValue().signum() <= 0) {
      throw InvalidTimeline.broken(
          "The time at " + path + " is not a number of frames at a rate above 0.");
    }
    if (value.decimalValue().precision() - value.decimalValue().scale() > 18
        || rate.decimalValue().precision() - rate.decimalValue().scale() > 18
        || value.decimalValue().scale() > 64
        || rate.decimalValue().scale() > 64) {
      throw InvalidTimeline.broken("The time at " + path + " is beyond what a timeline can hold.");
    }
    RationalTime time =
        new RationalTime(
            Fraction.of(value.decimalValue()).dividedBy(FrameRate.exact(rate.decimalValue())));
    if (RationalTime.max(time, RationalTime.ZERO.minus(time)).compareTo(MAX_TIME) > 0) {
      throw InvalidTimeline.broken("The time at " + path + " is beyond what a timeline can hold.");
    }
    return time;
  }

  private static boolean isFinite(JsonNode number) {
    // A decimal number may be beyond a double; what is not finite is read as a double.
    return number.isNumber()
        && (!number.isFloatingPointNumber()
            || number.isBigDecimal()
            || Double.isFinite(number.doubleValue()));
  }

  /** Notes the frame rate of the timeline; that of a video track takes precedence. */
  private void noteRate(JsonNode child, boolean isVideo) {
    if (rate != null && (isVideoRate || !isVideo)) {
      return;
    }
    JsonNode reference =
        child
            .path("media_references")
            .path(child.path("active_media_reference_key").asString(MediaReference.DEFAULT));
    for (JsonNode range : List.of(child.path("source_range"), reference.path("available_range"))) {
      JsonNode duration = range.path("duration").path("rate");
      if (duration.isNumber()) {
        try {
          rate = FrameRate.nearest(duration.decimalValue());
          isVideoRate = isVideo;
          return;
        } catch (IllegalArgumentException e) {
          // A sample rate, which audio clips have, is no frame rate.
          isVideoRate = false;
        }
      }
    }
  }

  private record Schema(String name, int version) {}

  private static Schema schema(JsonNode node, String path) throws InvalidTimeline {
    String text = node.path("OTIO_SCHEMA").asString("");
    int dot = text.lastIndexOf('.');
    if (dot <= 0 || !text.substring(dot + 1).matches("[0-9]{1,4}")) {
      throw InvalidTimeline.broken("There is no OTIO_SCHEMA at " + path + ".");
    }
    String name = text.substring(0, dot);
    int version = Integer.parseInt(text.substring(dot + 1));
    Integer newest = VERSIONS.get(name);
    if (newest != null && version > newest) {
      throw InvalidTimeline.unsupported(
          "The timeline uses "
              + text
              + " at "
              + path
              + ", newer than "
              + name
              + "."
              + newest
              + "; export it for an older OpenTimelineIO.");
    }
    return new Schema(name, version);
  }
}
