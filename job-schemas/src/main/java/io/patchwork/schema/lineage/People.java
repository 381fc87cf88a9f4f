package io.patchwork.schema.lineage;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * Who made what is in a render, where that is other than its lineage says. The uses stay as they
 * are in the lineage; only people change.
 *
 * @param lineage digest of the lineage document, whose uses count
 * @param supersedes digest of the document before this one: the lineage, or another of these
 * @param changes what is other than in that document
 * @param credits all credits, in place of those of the lineage
 */
public record People(
    String format,
    Id render,
    Sha256 revision,
    Sha256 lineage,
    Sha256 supersedes,
    List<CreditChange> changes,
    List<Credit> credits) {

  private static final String FORMAT = "patchwork.people/1";

  public People {
    changes = List.copyOf(changes);
    credits = List.copyOf(credits);
  }

  public People(
      Id render,
      Sha256 revision,
      Sha256 lineage,
      Sha256 supersedes,
      List<CreditChange> changes,
      List<Credit> credits) {
    this(FORMAT, render, revision, lineage, supersedes, changes, credits);
  }
}
