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
 * What a segment of the picture is: made, or taken as it is from a rendition. The hash of its
 * canonical form is the segment's key, so a field that is added changes keys by itself; only whose
 * pictures they are is left out of it, and no place in the film is in it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SegmentSpec.class, name = "shots"),
  @JsonSubTypes.Type(value = CopiedGops.class, name = "groups")
})
public sealed interface SegmentContent permits SegmentSpec, CopiedGops {

  /** How many frames come out, exactly. */
  long frames();

  /** Whose pictures are in it, in order of appearance, the lowest first. */
  List<Id> assets();

  /** The key. */
  default Sha256 key() {
    return Sha256.of(Json.canonical(nameless(Json.MAPPER.valueToTree(this))));
  }

  /** Without ids of assets: equal contents look equal, whoever made them. */
  private static JsonNode nameless(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("asset");
    }
    node.forEach(SegmentContent::nameless);
    return node;
  }
}
