package io.patchwork.schema.timeline;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import java.util.List;

/**
 * Who is to be credited without being on screen.
 *
 * @param people who wrote, edited, advised
 * @param influences assets of which nothing is seen or heard
 */
public record AdditionalCredits(List<Contributor> people, List<Id> influences) {

  public static final AdditionalCredits NONE = new AdditionalCredits(List.of(), List.of());

  public AdditionalCredits {
    people = List.copyOf(people);
    influences = List.copyOf(influences);
  }
}
