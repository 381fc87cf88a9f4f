package io.patchwork.worker.report;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.timeline.NamedAssets;
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

  /** Reads an OpenTimelineIO document. */
  static TimelineNames of(JsonNode timeline) {
    return new TimelineNames(timeline.path("name").asString(""), NamedAssets.of(timeline).names());
  }
}
