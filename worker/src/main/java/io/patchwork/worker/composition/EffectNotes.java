package io.patchwork.worker.composition;

import io.patchwork.schema.timeline.Composable.Item;
import io.patchwork.schema.timeline.Effect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names the effects that are not rendered, each once with the items that have it. */
final class EffectNotes {

  private static final int MAX_PLACES = 3;

  private final Map<String, List<String>> places = new LinkedHashMap<>();

  /** Notes the effects of an item. */
  void add(Item item, String where) {
    for (Effect effect : item.common().effects()) {
      if (effect instanceof Effect.Other(String name)) {
        places.computeIfAbsent(name, _ -> new ArrayList<>()).add(where);
      }
    }
  }

  void warn(Diagnostics diagnostics) {
    places.forEach((name, where) ->
        diagnostics.warn(
            "The effect "
                + name
                + " on "
                + String.join(" and on ", where.subList(0, Math.min(MAX_PLACES, where.size())))
                + (where.size() > MAX_PLACES
                    ? " and on " + (where.size() - MAX_PLACES) + " more"
                    : "")
                + " is not rendered; if you need it, export the clip with the effect as a video"
                + " from the editor and use that file."));
  }
}
