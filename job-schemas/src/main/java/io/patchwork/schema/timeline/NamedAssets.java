package io.patchwork.schema.timeline;

import io.patchwork.schema.id.Id;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The assets that the clips of a timeline document name.
 *
 * @param names names of the files that they were made of, in the order in which the document names
 *     the assets; empty where it does not say
 */
public record NamedAssets(Map<Id, String> names) {

  private static final String ASSET = "asset:";

  public NamedAssets {
    names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
  }

  /** Reads an OpenTimelineIO document. */
  public static NamedAssets of(JsonNode timeline) {
    Map<Id, String> names = new LinkedHashMap<>();
    for (JsonNode reference : timeline.findParents("target_url")) {
      String url = reference.path("target_url").asString("");
      String asset = url.startsWith(ASSET) ? url.substring(ASSET.length()) : "";
      if (Id.isValid(asset)) {
        names.merge(
            new Id(asset),
            reference.path("name").asString(""),
            (known, other) -> known.isEmpty() ? other : known);
      }
    }
    return new NamedAssets(names);
  }
}
