package io.patchwork.worker.attribution.ancestry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The renders through which something came: in first place those that the film itself uses, then
 * those that these use, and so on. Several ways of any number are kept as the renders at each
 * distance, so that their number does not double with each generation.
 *
 * @param hops renders at each distance, in order
 */
public record Via(@JsonValue List<List<AssetContent>> hops) {

  /** Nothing came through a render. */
  public static final Via NONE = new Via(List.of());

  @JsonCreator
  public Via {
    hops = hops.stream().map(List::copyOf).toList();
  }

  /** The same through one more render. */
  Via through(AssetContent render) {
    List<List<AssetContent>> longer = new ArrayList<>();
    longer.add(List.of(render));
    longer.addAll(hops);
    return new Via(longer);
  }

  /** Both ways. */
  Via or(Via other) {
    if (equals(other)) {
      return this;
    }
    List<List<AssetContent>> both = new ArrayList<>();
    for (int i = 0; i < Math.max(hops.size(), other.hops.size()); i++) {
      TreeSet<AssetContent> at = new TreeSet<>();
      if (i < hops.size()) {
        at.addAll(hops.get(i));
      }
      if (i < other.hops.size()) {
        at.addAll(other.hops.get(i));
      }
      both.add(List.copyOf(at));
    }
    return new Via(both);
  }

  /** The ids of the renders at each distance. */
  public List<List<Id>> assets() {
    return hops.stream()
        .map(hop -> hop.stream().map(AssetContent::asset).distinct().toList())
        .toList();
  }

  /** The ids of the renders that the film itself uses. */
  public List<Id> first() {
    return isDirect() ? List.of() : assets().getFirst();
  }

  public boolean isDirect() {
    return hops.isEmpty();
  }
}
