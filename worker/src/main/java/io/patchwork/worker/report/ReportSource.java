package io.patchwork.worker.report;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.worker.attribution.absence.Absence;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a report tells of a render.
 *
 * @param mosaic the composed film
 * @param title name of the timeline; empty where it has none
 * @param names names of the files that assets were made of, where they are known
 * @param absences what is not seen, heard or read, and why
 * @param makersOfUnused who made what the lineage does not credit
 */
public record ReportSource(
    Lineage lineage,
    Mosaic mosaic,
    String title,
    Map<Id, String> names,
    List<Absence> absences,
    Map<Id, List<Contributor>> makersOfUnused) {

  public ReportSource {
    names = Map.copyOf(names);
    absences = List.copyOf(absences);
    makersOfUnused = Map.copyOf(makersOfUnused);
  }

  /** Who made the assets that are absent. */
  Map<Id, List<Contributor>> makers() {
    Map<Id, List<Contributor>> makers = new HashMap<>(makersOfUnused);
    lineage.credits().stream()
        .sorted(Comparator.comparing(Credit::content))
        .forEach(credit -> makers.put(credit.asset(), credit.contributors()));
    return makers;
  }
}
