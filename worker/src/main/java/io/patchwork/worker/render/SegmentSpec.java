package io.patchwork.worker.render;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.edit.Layer;
import io.patchwork.worker.edit.Picture;
import io.patchwork.worker.edit.Shot;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that determines the pixels of a segment, and no place in the film. The hash of its
 * canonical form is the segment's key, so a field that is added changes keys by itself; only whose
 * pictures they are is left out of it.
 *
 * @param renderer counts changes of what this code makes of the same spec
 * @param encoder build of FFmpeg and platform
 * @param shots one after the other
 */
record SegmentSpec(
    int renderer, String encoder, RenderProfile profile, FrameRate rate, List<Shot> shots) {

  /** Raise it when the same spec is to give other pixels. */
  static final int RENDERER = 2;

  SegmentSpec {
    shots = List.copyOf(shots);
  }

  /** How many frames come out, exactly. */
  long frames() {
    return shots.stream().mapToLong(Shot::frames).sum();
  }

  /** Whose pictures are in it, in order of appearance, the lowest first. */
  List<Id> assets() {
    Set<Id> assets = new LinkedHashSet<>();
    shots.forEach(shot -> collect(shot.layers(), assets));
    return List.copyOf(assets);
  }

  private static void collect(List<Layer> layers, Set<Id> assets) {
    for (Layer layer : layers) {
      switch (layer.picture()) {
        case Picture.OfAsset shown -> assets.add(shown.asset());
        case Picture.Lettered _, Picture.Solid _, Picture.Bars _ -> {}
        case Picture.Layered(List<Layer> inner) -> collect(inner, assets);
        case Picture.Crossing crossing -> {
          collect(crossing.before().layers(), assets);
          collect(crossing.after().layers(), assets);
        }
      }
    }
  }

  Sha256 key() {
    return Sha256.of(Json.canonical(nameless(Json.MAPPER.valueToTree(this))));
  }

  /** Without ids of assets: equal contents look equal, whoever made them. */
  private static JsonNode nameless(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("asset");
    }
    node.forEach(SegmentSpec::nameless);
    return node;
  }
}
