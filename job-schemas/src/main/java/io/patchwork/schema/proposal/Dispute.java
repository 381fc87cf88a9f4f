package io.patchwork.schema.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody says that a line ought to be more. The difference is held until the answer, and the rest
 * of all lines is due. In a file that people write, payee is the platform's id; in a proposal it is
 * a handle.
 *
 * @param line id of the payee's line; absent where the payee has none
 * @param amount what the line ought to be
 * @param heldFrom ids of the lines from which the difference is held, pro rata; where empty, the
 *     policy's reserve
 * @param answer absent while it is open
 */
public record Dispute(
    Id id,
    Id payee,
    @Nullable String line,
    String amount,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> heldFrom,
    LocalDate opened,
    String reason,
    @Nullable Answer answer) {

  @SuppressWarnings("nullness") // an absent list arrives as null from the wire
  public Dispute {
    heldFrom = heldFrom == null ? List.of() : List.copyOf(heldFrom);
  }

  /**
   * How a dispute ended.
   *
   * @param granted what of the difference goes to the payee; the rest goes back
   */
  public record Answer(LocalDate date, String granted, Id author, String reason) {}
}
