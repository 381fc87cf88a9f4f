package io.patchwork.schema.timeline;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.time.TimeRange;
import io.patchwork.schema.timeline.Composable.Clip;
import io.patchwork.schema.timeline.Composable.Gap;
import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.Composable.Stack;
import io.patchwork.schema.timeline.Composable.Track;
import io.patchwork.schema.timeline.Composable.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads OpenTimelineIO JSON. Old schema names and versions are read as their present ones; newer
 * versions than the ones written here, and documents nested deeper than 64 or with more than 100
 * 000 items, are refused.
 *
 * <p>Schema names and upgrade rules: OpenTimelineIO 0.18, serialized schema.
 */
public final class OtioReader {

  private static final int MAX_DEPTH = 64;
  private static final int MAX_ITEMS = 100_000;
  private static final int JSON_LEVELS_PER_ITEM = 8;
  private static final RationalTime MAX_TIME = RationalTime.ofSeconds(1_000L * 24 * 3600, 1);

  /** The newest version of each schema that is understood here. */
  private static final Map<String, Integer> VERSIONS =
      Map.ofEntries(
          Map.entry("Timeline", 1),
          Map.entry("Stack", 1),
          Map.entry("Track", 1),
          Map.entry("Sequence", 1),
          Map.entry("Clip", 2),
          Map.entry("Gap", 1),
          Map.entry("Filler", 1),
          Map.entry("Transition", 1),
          Map.entry("ExternalReference", 1),
          Map.entry("MissingReference", 1),
          Map.entry("RationalTime", 1),
          Map.entry("TimeRange", 1));

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH * JSON_LEVELS_PER_ITEM)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private int items;
  private @Nullable FrameRate rate;
  private boolean isPictureRate;

  private OtioReader() {}

  /**
   * Reads one document.
   *
   * @param document the bytes of an {@code .otio} file, UTF-8
   * @throws InvalidTimeline if it is not a timeline, with a sentence that says where and why
   */
  public static Timeline read(byte[] document) throws InvalidTimeline {
    try {
      return new OtioReader().timeline(JSON.readTree(document));
    } catch (JacksonException e) {
      throw InvalidTimeline.broken(
          "The timeline is not readable as JSON: " + e.getOriginalMessage());
    }
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
    return new Timeline(node.path("name").asString(""), rate, stack);
  }

  private Composable composable(JsonNode node, String path, int depth) throws InvalidTimeline {
    if (depth > MAX_DEPTH) {
      throw InvalidTimeline.broken(
          "The timeline is nested deeper than " + MAX_DEPTH + " levels at " + path + ".");
    }
    if (++items > MAX_ITEMS) {
      throw InvalidTimeline.broken("The timeline has more than " + MAX_ITEMS + " items.");
    }
    Schema schema = schema(node, path);
    String name = node.path("name").asString("");
    return switch (schema.name) {
      case "Stack" ->
          new Stack(
              name,
              range(node.path("source_range"), path),
              children(node, path, depth),
              effects(node),
              enabled(node));
      case "Track", "Sequence" ->
          new Track(
              name,
              node.path("kind").asString(Track.VIDEO),
              range(node.path("source_range"), path),
              children(node, path, depth),
              effects(node),
              enabled(node));
      case "Clip" -> clip(node, schema, name, path);
      case "Gap", "Filler" -> new Gap(name, gapRange(node, path), effects(node), enabled(node));
      case "Transition" ->
          new Transition(
              name,
              node.path("transition_type").asString(""),
              offset(node.path("in_offset"), path),
              offset(node.path("out_offset"), path));
      default ->
          throw InvalidTimeline.unsupported(
              "The timeline has a " + schema.name + " at " + path + ", which is not known here.");
    };
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

  /** Two transitions may not touch, and none may reach further than its neighbour is long. */
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
            ? trimmedRange(item).map(TimeRange::duration)
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

  /** A clip's or gap's trim, or else its media's own range, as far as either is stated. */
  public static Optional<TimeRange> trimmedRange(Item item) {
    if (item.sourceRange() != null) {
      return Optional.ofNullable(item.sourceRange());
    }
    return item instanceof Clip clip
        ? Optional.ofNullable(clip.media().availableRange())
        : Optional.empty();
  }

  private Clip clip(JsonNode node, Schema schema, String name, String path) throws InvalidTimeline {
    JsonNode reference;
    if (schema.version == 1) {
      reference = node.path("media_reference");
    } else {
      String key = node.path("active_media_reference_key").asString("DEFAULT_MEDIA");
      reference = node.path("media_references").path(key);
    }
    return new Clip(
        name,
        range(node.path("source_range"), path),
        media(reference, path),
        effects(node),
        enabled(node));
  }

  private static MediaReference media(JsonNode node, String path) throws InvalidTimeline {
    if (node.isMissingNode() || node.isNull()) {
      return new MediaReference.Missing(null);
    }
    Schema schema = schema(node, path);
    TimeRange available = range(node.path("available_range"), path);
    return switch (schema.name) {
      case "ExternalReference" ->
          new MediaReference.External(node.path("target_url").asString(""), available);
      case "MissingReference" -> new MediaReference.Missing(available);
      default -> new MediaReference.Other(schema.name, available);
    };
  }

  private static TimeRange gapRange(JsonNode node, String path) throws InvalidTimeline {
    TimeRange range = range(node.path("source_range"), path);
    return range == null ? new TimeRange(RationalTime.ZERO, RationalTime.ZERO) : range;
  }

  private static List<Effect> effects(JsonNode node) {
    List<Effect> effects = new ArrayList<>();
    for (JsonNode effect : node.path("effects")) {
      if (effect.path("enabled").asBoolean(true)) {
        String schema = effect.path("OTIO_SCHEMA").asString("");
        String name = effect.path("effect_name").asString("");
        effects.add(new Effect(schema, name.isEmpty() ? schema : name));
      }
    }
    return effects;
  }

  private static boolean enabled(JsonNode node) {
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
            io.patchwork.schema.time.Fraction.of(value.decimalValue())
                .dividedBy(FrameRate.exact(rate.decimalValue())));
    if (RationalTime.max(time, RationalTime.ZERO.minus(time)).compareTo(MAX_TIME) > 0) {
      throw InvalidTimeline.broken("The time at " + path + " is beyond what a timeline can hold.");
    }
    return time;
  }

  private static boolean isFinite(JsonNode number) {
    return number.isNumber()
        && !(number.isFloatingPointNumber() && Double.isNaN(number.asDouble()))
        && !(number.isFloatingPointNumber() && Double.isInfinite(number.asDouble()));
  }

  /** Remembers the rate that the timeline is counted in; a picture's outweighs a sound's. */
  private void noteRate(JsonNode child, boolean isPicture) {
    if (rate != null && (isPictureRate || !isPicture)) {
      return;
    }
    JsonNode reference =
        child
            .path("media_references")
            .path(child.path("active_media_reference_key").asString("DEFAULT_MEDIA"));
    for (JsonNode range :
        List.of(
            child.path("source_range"),
            reference.path("available_range"),
            child.path("media_reference").path("available_range"))) {
      JsonNode duration = range.path("duration").path("rate");
      if (duration.isNumber()) {
        try {
          rate = FrameRate.nearest(duration.decimalValue());
          isPictureRate = isPicture;
          return;
        } catch (IllegalArgumentException e) {
          // A sample rate, as sound clips have it, is no rate for pictures: look further.
          isPictureRate = false;
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
