package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import java.util.List;

/** Other people for an asset than before, or other shares of theirs. */
public record CreditChange(Id asset, List<Contributor> before, List<Contributor> after) {
  public CreditChange {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }
}
