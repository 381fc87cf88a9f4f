package io.patchwork.schema.timeline;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes OpenTimelineIO documents as JSON trees. Reading accepts OpenTimelineIO's
 * spellings of numbers and upgrades old schemas to their current versions, so that later code reads
 * one version only. Metadata and unknown schemas are kept.
 *
 * <p>Schema names and upgrade rules: OpenTimelineIO 0.18, serialized schema.
 */
public final class OtioJson {

  /** Largest document in bytes; with it and the next two limits, one fits a worker's usual heap. */
  public static final int MAX_BYTES = 32 << 20;

  /** Clips, gaps, transitions, tracks and stacks. */
  static final int MAX_ITEMS = 20_000;

  /** JSON values, those in metadata included. */
  static final int MAX_VALUES = 1_000_000;

  /** Nesting of compositions. */
  static final int MAX_DEPTH = 64;

  private static final int JSON_LEVELS_PER_ITEM = 8;
  private static final String SCHEMA = "OTIO_SCHEMA";

  /** Strings, which are kept, or the one spelling of infinity that no JSON parser accepts. */
  private static final Pattern STRING_OR_INF =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|\\bInf\\b", Pattern.DOTALL);

  private static final Pattern ITEM =
      Pattern.compile("(Clip|Gap|Filler|Transition|Track|Sequence|Stack)\\..*");

  private static final Map<String, String> RENAMED =
      Map.of(
          "Filler.1", "Gap.1",
          "Sequence.1", "Track.1",
          "SerializeableCollection.1", "SerializableCollection.1");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH * JSON_LEVELS_PER_ITEM)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private OtioJson() {}

  /**
   * Reads a document and upgrades it to {@code Clip.2}, {@code Marker.2}, and version 1 of all
   * others.
   *
   * @param document the bytes of an {@code .otio} file, UTF-8, with or without a byte order mark
   * @throws InvalidTimeline if it is not readable, or larger than {@link #MAX_BYTES}, {@link
   *     #MAX_ITEMS} or {@link #MAX_VALUES}
   */
  public static JsonNode read(byte[] document) throws InvalidTimeline {
    if (document.length > MAX_BYTES) {
      throw InvalidTimeline.broken(
          "The timeline is larger than " + (MAX_BYTES >> 20) + " MiB; render it in parts.");
    }
    try {
      String original = text(document);
      String text = original.contains("Inf") ? spelledOut(original) : original;
      measure(text);
      JsonNode tree = JSON.readTree(text);
      upgrade(tree);
      return tree;
    } catch (StreamConstraintsException tooMuch) {
      throw InvalidTimeline.broken(
          "The timeline is nested too deeply, or holds a text or a number that is too long; flatten"
              + " nested timelines in the editor and export it again.");
    } catch (JacksonException e) {
      @Nullable TokenStreamLocation where = e.getLocation();
      throw InvalidTimeline.broken(
          "The timeline is not readable as an .otio file"
              + (where == null
                  ? ""
                  : ": what does not belong there stands at line "
                      + where.getLineNr()
                      + ", column "
                      + where.getColumnNr())
              + "; export it again from the editor.");
    }
  }

  /** The text of a document, without the byte order mark that programs on Windows write. */
  private static String text(byte[] document) {
    String text = new String(document, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** Counts items and values before a tree is built. */
  private static void measure(String text) throws InvalidTimeline {
    int items = 0;
    int values = 0;
    try (JsonParser parser = JSON.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean isEnd = token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
        values += isEnd || token == JsonToken.PROPERTY_NAME ? 0 : 1;
        if (token == JsonToken.VALUE_STRING
            && SCHEMA.equals(parser.currentName())
            && ITEM.matcher(parser.getString()).matches()) {
          items++;
        }
        if (items > MAX_ITEMS) {
          throw InvalidTimeline.broken(
              "The timeline has more than " + MAX_ITEMS + " items; render it in parts.");
        }
        if (values > MAX_VALUES) {
          throw InvalidTimeline.broken(
              "The timeline holds more than "
                  + MAX_VALUES
                  + " values; render it in parts, or export it without the editor's metadata.");
        }
      }
    }
  }

  private static String spelledOut(String text) {
    return STRING_OR_INF
        .matcher(text)
        .replaceAll(found ->
            found.group().equals("Inf")
                ? "Infinity"
                : java.util.regex.Matcher.quoteReplacement(found.group()));
  }

  /** Writes a document, indented. */
  public static byte[] write(JsonNode document) {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
  }

  /** Writes a document without whitespace. */
  public static byte[] compact(JsonNode document) {
    return JSON.writeValueAsBytes(document);
  }

  private static void upgrade(JsonNode node) {
    if (node instanceof ObjectNode object) {
      String schema = object.path(SCHEMA).asString("");
      if (RENAMED.containsKey(schema)) {
        object.put(SCHEMA, RENAMED.get(schema));
      }
      switch (schema) {
        case "Clip.1" -> clip(object);
        case "Marker.1", "Marker.3" -> marker(object);
        default -> {}
      }
      object.properties().stream()
          .filter(entry -> !entry.getKey().equals("metadata"))
          .forEach(entry -> upgrade(entry.getValue()));
    } else if (node instanceof ArrayNode array) {
      array.forEach(OtioJson::upgrade);
    }
  }

  private static void clip(ObjectNode clip) {
    clip.put(SCHEMA, "Clip.2");
    JsonNode media = clip.remove("media_reference");
    ObjectNode references = clip.putObject("media_references");
    if (media == null || media.isNull()) {
      references.putObject(MediaReference.DEFAULT).put(SCHEMA, "MissingReference.1");
    } else {
      references.set(MediaReference.DEFAULT, media);
    }
    clip.put("active_media_reference_key", MediaReference.DEFAULT);
  }

  /**
   * Version 1 has another name for the range; version 3, unknown to most editors, another form of
   * colour.
   */
  private static void marker(ObjectNode marker) {
    JsonNode range = marker.remove("range");
    if (range != null) {
      marker.set("marked_range", range);
    }
    JsonNode colour = marker.path("color");
    if (colour.isObject()) {
      marker.put("color", colour.path("name").asString("").toUpperCase(java.util.Locale.ROOT));
    }
    marker.put(SCHEMA, "Marker.2");
  }
}
