package io.patchwork.worker.report;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.Medium;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why something has no appearance in a render.
 *
 * @param asset that has none; null where a person is only credited
 * @param people who made it
 * @param reason its short name, for which the page has words where {@code report.en.json} has
 *     {@code reason.NAME}
 * @param medium that it is absent from; null for all
 * @param out range of the output in which it would be; null where it has none
 * @param sentence for a person, in English
 */
public record Absence(
    @Nullable Id asset,
    List<Contributor> people,
    String reason,
    @Nullable Medium medium,
    @Nullable Interval out,
    String sentence) {

  public Absence {
    people = List.copyOf(people);
  }
}
