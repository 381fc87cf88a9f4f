package io.patchwork.worker.report;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import java.util.List;
import java.util.Map;

/**
 * What a report tells of a render.
 *
 * @param mosaic the composed film
 * @param title name of the timeline; empty where it has none
 * @param names names of the files that assets were made of, where they are known
 * @param absences what has no appearance, and why
 */
public record ReportSource(
    Lineage lineage, Mosaic mosaic, String title, Map<Id, String> names, List<Absence> absences) {

  public ReportSource {
    names = Map.copyOf(names);
    absences = List.copyOf(absences);
  }
}
