package io.patchwork.worker.timelineimport;

import io.patchwork.schema.timeline.MediaReference;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the media references of a timeline's document that name files. */
final class MediaReferences {

  private MediaReferences() {}

  /** The active references of enabled clips, in document order. */
  static List<ObjectNode> in(JsonNode document) {
    List<ObjectNode> references = new ArrayList<>();
    collect(document, references);
    return references;
  }

  static boolean isImageSequence(ObjectNode reference) {
    return schema(reference).startsWith("ImageSequenceReference.");
  }

  private static String schema(JsonNode node) {
    return node.path("OTIO_SCHEMA").asString("");
  }

  private static void collect(JsonNode node, List<ObjectNode> references) {
    if (node instanceof ObjectNode object
        && schema(object).matches("(External|ImageSequence)Reference\\..*")) {
      references.add(object);
      return;
    }
    if (schema(node).startsWith("Clip.")) {
      // Neither disabled clips nor inactive references are rendered.
      if (node.path("enabled").asBoolean(true)) {
        String active = node.path("active_media_reference_key").asString(MediaReference.DEFAULT);
        collect(node.path("media_references").path(active), references);
      }
      return;
    }
    // Only references name media; metadata may hold foreign timelines of any depth.
    node.properties().stream()
        .filter(entry -> !entry.getKey().equals("metadata"))
        .forEach(entry -> collect(entry.getValue(), references));
    if (node.isArray()) {
      node.forEach(child -> collect(child, references));
    }
  }
}
