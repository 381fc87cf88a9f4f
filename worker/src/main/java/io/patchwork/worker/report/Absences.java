package io.patchwork.worker.report;

import io.patchwork.schema.lineage.Lineage;
import java.util.List;

/** Finds what has no appearance in a render, and why. */
@FunctionalInterface
public interface Absences {
  List<Absence> of(Lineage lineage);
}
