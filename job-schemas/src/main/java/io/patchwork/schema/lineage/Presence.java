package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.time.RationalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    Map<Id, List<Id>> assetsOf = new TreeMap<>();
    for (Credit credit : lineage.credits()) {
      for (Contributor contributor : credit.contributors()) {
        people.putIfAbsent(contributor.id(), contributor);
        assetsOf.computeIfAbsent(contributor.id(), id -> new ArrayList<>()).add(credit.asset());
      }
    }
    return people.values().stream()
        .map(person -> {
          List<Id> assets = assetsOf.getOrDefault(person.id(), List.of());
          return new Presence(
              person,
              length(lineage, Medium.VIDEO, assets),
              length(lineage, Medium.AUDIO, assets),
              length(lineage, Medium.TEXT, assets));
        })
        .sorted(
            Comparator.comparing(
                    (Presence p) -> RationalTime.max(RationalTime.max(p.seen, p.heard), p.read))
                .reversed()
                .thenComparing(p -> p.contributor.id()))
        .toList();
  }

  private static RationalTime length(Lineage lineage, Medium medium, List<Id> assets) {
    return IntervalSet.of(
            lineage.uses().stream()
                .filter(use -> use.medium() == medium && use.isPresent())
                .filter(use -> assets.contains(use.asset()))
                .map(Use::out)
                .toList())
        .length();
  }
}
