package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import java.util.List;
import java.util.stream.Stream;

/** A range of the output in which an asset is seen, heard or read, itself or through a render. */
public record Appearance(Medium medium, Interval out, Id asset) {

  /** All of a lineage. */
  public static List<Appearance> of(Lineage lineage) {
    return Stream.concat(
            Stream.concat(lineage.uses().stream(), lineage.nestedUses().stream())
                .filter(Use::isPresent)
                .map(use -> new Appearance(use.medium(), use.out(), use.asset())),
            lineage.nestedRenders().stream()
                .map(each -> new Appearance(each.medium(), each.out(), each.asset())))
        .toList();
  }
}
