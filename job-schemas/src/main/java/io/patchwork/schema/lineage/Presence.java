package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.time.RationalTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How long a contributor is seen, heard and read: the union of the intervals in which any of their
 * assets is visible, audible or a subtitle. Informative only; no share of money follows from it.
 */
public record Presence(
    Contributor contributor, RationalTime seen, RationalTime heard, RationalTime read) {

  /** One entry per contributor, longest presence first, then by id. */
  public static List<Presence> of(Lineage lineage) {
    Map<Id, Contributor> people = new TreeMap<>();
    Map<Id, Set<AssetContent>> assetsOf = new TreeMap<>();
    for (Credit credit : lineage.credits()) {
      for (Contributor contributor : credit.contributors()) {
        people.putIfAbsent(contributor.id(), contributor);
        assetsOf.computeIfAbsent(contributor.id(), id -> new HashSet<>()).add(credit.content());
      }
    }
    List<Appearance> appearances = Appearance.of(lineage);
    return people.values().stream()
        .map(person -> {
          Set<AssetContent> assets = assetsOf.getOrDefault(person.id(), Set.of());
          return new Presence(
              person,
              length(appearances, Medium.VIDEO, assets),
              length(appearances, Medium.AUDIO, assets),
              length(appearances, Medium.TEXT, assets));
        })
        .sorted(
            Comparator.comparing(
                    (Presence p) -> RationalTime.max(RationalTime.max(p.seen, p.heard), p.read))
                .reversed()
                .thenComparing(p -> p.contributor.id()))
        .toList();
  }

  private static RationalTime length(
      List<Appearance> appearances, Medium medium, Set<AssetContent> assets) {
    return IntervalSet.of(
            appearances.stream()
                .filter(each -> each.medium() == medium && assets.contains(each.content()))
                .map(Appearance::out)
                .toList())
        .length();
  }
}
