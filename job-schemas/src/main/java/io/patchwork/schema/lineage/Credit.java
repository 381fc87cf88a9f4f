package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import java.util.List;

/** An asset that a render uses, whose work it is, and what its makers say it was made from. */
public record Credit(Id asset, Sha256 sha256, List<Contributor> contributors, List<Id> resources) {

  public Credit {
    contributors = List.copyOf(contributors);
    resources = List.copyOf(resources);
  }
}
