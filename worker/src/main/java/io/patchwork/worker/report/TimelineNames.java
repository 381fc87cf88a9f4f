package io.patchwork.worker.report;

import io.patchwork.schema.id.Id;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a timeline names.
 *
 * @param title its own name; empty where it has none
 * @param files names of the files that its assets were made of; empty where it does not say
 */
record TimelineNames(String title, Map<Id, String> files) {

  static final TimelineNames NONE = new TimelineNames("", Map.of());
  private static final String ASSET = "asset:";

  /** Reads an OpenTimelineIO document. */
  static TimelineNames of(JsonNode timeline) {
    Map<Id, String> files = new LinkedHashMap<>();
    for (JsonNode reference : timeline.findParents("target_url")) {
      String url = reference.path("target_url").asString("");
      String asset = url.startsWith(ASSET) ? url.substring(ASSET.length()) : "";
      if (Id.isValid(asset)) {
        files.merge(
            new Id(asset),
            reference.path("name").asString(""),
            (known, other) -> known.isEmpty() ? other : known);
      }
    }
    return new TimelineNames(timeline.path("name").asString(""), files);
  }

  /** The assets that its clips name, each once. */
  List<Id> assets() {
    return List.copyOf(files.keySet());
  }
}
