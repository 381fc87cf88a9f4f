package io.patchwork.schema.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import java.util.List;

/**
 * What people decided about a proposal, in a file that they write.
 *
 * @param newPeople platform's ids of payees whom no render and no earlier proposal names, and who
 *     are meant all the same
 */
public record Decisions(
    String format,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Adjustment> adjustments,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Dispute> disputes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Id> newPeople) {

  public static final String FORMAT = "patchwork.adjustments/1";

  public static final Decisions NONE = new Decisions(FORMAT, List.of(), List.of(), List.of());

  @SuppressWarnings("nullness") // absent lists arrive as null from the wire
  public Decisions {
    adjustments = adjustments == null ? List.of() : List.copyOf(adjustments);
    disputes = disputes == null ? List.of() : List.copyOf(disputes);
    newPeople = newPeople == null ? List.of() : List.copyOf(newPeople);
  }
}
