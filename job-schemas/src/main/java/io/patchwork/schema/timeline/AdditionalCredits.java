package io.patchwork.schema.timeline;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import java.util.List;

/**
 * Credits for people who are not seen or heard.
 *
 * @param people writers, editors, advisers and others
 * @param influences assets that influenced the film and are not used in it
 */
public record AdditionalCredits(List<Contributor> people, List<Id> influences) {

  public static final AdditionalCredits NONE = new AdditionalCredits(List.of(), List.of());

  public AdditionalCredits {
    people = List.copyOf(people);
    influences = List.copyOf(influences);
  }
}
