package io.patchwork.worker.render.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The content of a video segment: rendered, or copied from a rendition. The hash of its canonical
 * JSON is the segment's key, so a new field changes keys by itself. Asset ids are left out of the
 * hash, and its position in the film is no part of it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SegmentSpec.class, name = "shots"),
  @JsonSubTypes.Type(value = CopiedGops.class, name = "groups")
})
public sealed interface SegmentContent permits SegmentSpec, CopiedGops {

  /** Exact number of frames. */
  long frames();

  /** The assets that it shows, in order of appearance, the bottom layer first. */
  List<Id> assets();

  /** Whether it shows text that was rasterized for the render. */
  boolean hasText();

  /** The key of the segment. */
  default Sha256 key() {
    return Sha256.of(Json.canonical(withoutAssetIds(Json.MAPPER.valueToTree(this))));
  }

  /** Removes asset ids: equal content has equal pixels, whoever made it. */
  private static JsonNode withoutAssetIds(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("asset");
    }
    node.forEach(SegmentContent::withoutAssetIds);
    return node;
  }
}
