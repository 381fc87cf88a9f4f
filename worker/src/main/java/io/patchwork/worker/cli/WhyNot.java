package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.attribution.absence.Evidence;
import io.patchwork.worker.evidence.StoredEvidence;
import io.patchwork.worker.report.Absence;
import io.patchwork.worker.report.Absences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The reasons why somebody is not in a render, for its report. */
record WhyNot(ObjectStore store) implements Absences {

  private static final String CREDITED_ONLY = "credited-only";

  @Override
  public List<Absence> of(Lineage lineage) {
    StoredEvidence stored = new StoredEvidence(store, lineage);
    Evidence evidence = stored.evidence();
    Map<Id, List<Contributor>> makers = new HashMap<>(stored.makersOfUnused(evidence));
    for (Credit credit : lineage.credits()) {
      makers.put(credit.asset(), credit.contributors());
    }
    List<Absence> absences = new ArrayList<>();
    for (io.patchwork.worker.attribution.absence.Absence each :
        io.patchwork.worker.attribution.absence.Absences.of(evidence)) {
      absences.add(
          new Absence(
              each.asset(),
              makers.getOrDefault(each.asset(), List.of()),
              each.reason().wireName().replace('_', '-'),
              each.medium(),
              each.out(),
              "Asset " + each.asset() + ": " + each.reason().sentence() + "."));
    }
    CreditRoll.additionalCredits(lineage)
        .map(person ->
            new Absence(
                null,
                List.of(person),
                CREDITED_ONLY,
                null,
                null,
                person.creditedAs() + " is credited, and nothing of theirs is in it."))
        .forEach(absences::add);
    return absences;
  }
}
