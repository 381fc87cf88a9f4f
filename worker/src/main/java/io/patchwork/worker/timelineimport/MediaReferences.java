package io.patchwork.worker.timelineimport;

import io.patchwork.schema.timeline.MediaReference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the media references of a timeline's document that name files. */
final class MediaReferences {

  private static final Pattern OF_FILES = Pattern.compile("(External|ImageSequence)Reference\\..*");
  private static final Pattern OF_NOTHING = Pattern.compile("MissingReference\\..*");

  /** A name for a clip that has none. */
  private static final String UNNAMED = "unnamed";

  private MediaReferences() {}

  /**
   * A media reference.
   *
   * @param clip name of the clip that it is of
   */
  record Used(ObjectNode reference, String clip) {

    boolean isImageSequence() {
      return schema(reference).startsWith("ImageSequenceReference.");
    }

    /** The file that it names; empty for an image sequence. */
    String url() {
      return reference.path("target_url").asString("");
    }
  }

  /**
   * The active references of clips that are enabled with all that they are in, in document order.
   */
  static List<Used> in(JsonNode document) {
    List<Used> references = new ArrayList<>();
    collect(document, "", OF_FILES, references);
    return references;
  }

  /** The names of the clips whose media is missing in the editor, too; each once. */
  static List<String> unlinked(JsonNode document) {
    List<Used> references = new ArrayList<>();
    collect(document, "", OF_NOTHING, references);
    return references.stream().map(Used::clip).distinct().toList();
  }

  private static String schema(JsonNode node) {
    return node.path("OTIO_SCHEMA").asString("");
  }

  private static void collect(JsonNode node, String clip, Pattern schemas, List<Used> references) {
    if (node instanceof ObjectNode object && schemas.matcher(schema(object)).matches()) {
      references.add(new Used(object, clip.isBlank() ? UNNAMED : clip));
      return;
    }
    // Neither disabled items nor inactive references are rendered.
    if (!node.path("enabled").asBoolean(true)) {
      return;
    }
    if (schema(node).startsWith("Clip.")) {
      String active = node.path("active_media_reference_key").asString(MediaReference.DEFAULT);
      collect(
          node.path("media_references").path(active),
          node.path("name").asString(""),
          schemas,
          references);
      return;
    }
    // Only references name media; metadata may hold foreign timelines of any depth.
    node.properties().stream()
        .filter(entry -> !entry.getKey().equals("metadata"))
        .forEach(entry -> collect(entry.getValue(), clip, schemas, references));
    if (node.isArray()) {
      node.forEach(child -> collect(child, clip, schemas, references));
    }
  }
}
