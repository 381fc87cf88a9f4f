package io.patchwork.schema.timeline;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The name and version of an OpenTimelineIO object, {@code Clip.2} in the document. */
record OtioSchema(String name, int version) {

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

  /**
   * The schema of an object.
   *
   * @throws InvalidTimeline if it has none, or one that is newer than the supported one
   */
  static OtioSchema of(JsonNode node, String path) throws InvalidTimeline {
    String text = node.path("OTIO_SCHEMA").asString("");
    int dot = text.lastIndexOf('.');
    if (dot <= 0 || !text.substring(dot + 1).matches("[0-9]{1,4}")) {
      throw InvalidTimeline.broken(
          "This is not a complete .otio timeline, because "
              + path
              + " lacks its kind (OTIO_SCHEMA); export it again from the editor.");
    }
    String name = text.substring(0, dot);
    int version = Integer.parseInt(text.substring(dot + 1));
    Integer newest = VERSIONS.get(name);
    if (newest != null && version > newest) {
      throw InvalidTimeline.unsupported(
          "The timeline has a "
              + text
              + " ("
              + path
              + "), which is newer than what is read here, "
              + name
              + "."
              + newest
              + "; export it for an older OpenTimelineIO.");
    }
    return new OtioSchema(name, version);
  }
}
