package io.patchwork.schema.proposal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.time.Fraction;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What people change of a proposal, apart from what was measured. In a file that people write,
 * payee and author are the platform's ids; in a proposal they are handles.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "of")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Adjustment.FixedAmount.class, name = "fixed"),
  @JsonSubTypes.Type(value = Adjustment.ShareFactor.class, name = "factor")
})
public sealed interface Adjustment {

  Id payee();

  Id author();

  String reason();

  LocalDate date();

  /** An amount off the top, before the rest is divided; above zero. */
  record FixedAmount(Id payee, String amount, Id author, String reason, LocalDate date)
      implements Adjustment {}

  /**
   * A factor, 0 or more, on a payee's measured share; all shares together stay the whole.
   *
   * @param asset the one that is meant; all of the payee's where absent
   * @param pool the one that is meant; all of the payee's where absent
   */
  record ShareFactor(
      Id payee,
      @Nullable Id asset,
      @Nullable Pool pool,
      Fraction factor,
      Id author,
      String reason,
      LocalDate date)
      implements Adjustment {}
}
