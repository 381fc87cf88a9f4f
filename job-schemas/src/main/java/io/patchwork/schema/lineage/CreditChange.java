package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Other people for an asset than before, other shares of theirs, or other details of the work.
 *
 * @param before contributors, and those who are in it in an unknown part
 * @param after the same now
 * @param work title, licence and identifiers now; absent where there are none
 */
public record CreditChange(
    Id asset,
    Sha256 sha256,
    List<Contributor> before,
    List<Contributor> after,
    @Nullable WorkDetails work) {

  public CreditChange {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }
}
