package io.patchwork.schema.lineage;

import java.util.List;
import java.util.stream.Stream;

/** A range of the output in which an asset is seen, heard or read, itself or through a render. */
public record Appearance(Medium medium, Interval out, AssetContent content) {

  /** All of a lineage. */
  public static List<Appearance> of(Lineage lineage) {
    return Stream.concat(
            Stream.concat(lineage.uses().stream(), lineage.nestedUses().stream())
                .filter(Use::isPresent)
                .map(use -> new Appearance(use.medium(), use.out(), use.content())),
            lineage.nestedRenders().stream()
                .map(each -> new Appearance(each.medium(), each.out(), each.content())))
        .toList();
  }
}
