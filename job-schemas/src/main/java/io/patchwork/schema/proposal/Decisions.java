package io.patchwork.schema.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** What people decided about a proposal, in a file that they write. */
public record Decisions(
    String format,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Adjustment> adjustments,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Dispute> disputes) {

  public static final String FORMAT = "patchwork.adjustments/1";

  public static final Decisions NONE = new Decisions(FORMAT, List.of(), List.of());

  @SuppressWarnings("nullness") // absent lists arrive as null from the wire
  public Decisions {
    adjustments = adjustments == null ? List.of() : List.copyOf(adjustments);
    disputes = disputes == null ? List.of() : List.copyOf(disputes);
  }
}
