package io.patchwork.worker.report;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Appearance;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.worker.attribution.CreditRoll;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The assets that a timeline or another asset names and that are neither seen nor heard nor read,
 * and the people who are credited without any.
 *
 * @param timelineAssets assets that clips of the timeline name
 * @param contributors who made an asset; nobody where the store does not know it
 */
public record UnseenAssets(List<Id> timelineAssets, Function<Id, List<Contributor>> contributors)
    implements Absences {

  /** It is in the timeline. */
  static final String WITHOUT_APPEARANCE = "without-appearance";

  /** Another asset names it as one that it was made of. */
  static final String DECLARED_ONLY = "declared-only";

  /** Somebody is credited for nothing that is in it. */
  static final String CREDITED_ONLY = "credited-only";

  public UnseenAssets {
    timelineAssets = List.copyOf(timelineAssets);
  }

  @Override
  public List<Absence> of(Lineage lineage) {
    Set<Id> present = new HashSet<>();
    Appearance.of(lineage).forEach(each -> present.add(each.content().asset()));
    Map<Id, Absence> absences = new TreeMap<>();
    for (Credit credit : lineage.credits()) {
      if (!present.contains(credit.asset())) {
        absences.put(credit.asset(), inTimeline(credit.asset(), credit.contributors()));
      }
    }
    for (Id asset : timelineAssets) {
      if (!present.contains(asset) && !absences.containsKey(asset)) {
        absences.put(asset, inTimeline(asset, contributors.apply(asset)));
      }
    }
    for (Credit credit : lineage.credits()) {
      for (Id asset : credit.resources()) {
        if (!present.contains(asset) && !absences.containsKey(asset)) {
          absences.put(asset, declared(asset, credit.asset()));
        }
      }
    }
    List<Absence> all = new ArrayList<>(absences.values());
    CreditRoll.additionalCredits(lineage).map(UnseenAssets::credited).forEach(all::add);
    return all;
  }

  private static Absence inTimeline(Id asset, List<Contributor> people) {
    return new Absence(
        asset,
        people,
        WITHOUT_APPEARANCE,
        null,
        null,
        "The asset " + asset + " is in the timeline, and none of it is seen, heard or read.");
  }

  private Absence declared(Id asset, Id by) {
    return new Absence(
        asset,
        contributors.apply(asset),
        DECLARED_ONLY,
        null,
        null,
        "The asset "
            + by
            + " is declared to be made of the asset "
            + asset
            + "; none of it is in the timeline itself.");
  }

  private static Absence credited(Contributor person) {
    return new Absence(
        null,
        List.of(person),
        CREDITED_ONLY,
        null,
        null,
        person.creditedAs() + " is credited, and nothing of theirs is seen, heard or read.");
  }
}
