package io.patchwork.schema.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A draft that people decide about. No payment is made from it.
 *
 * @param renders in the order that lines count them in
 * @param correction against the proposal that this one corrects, if it does
 */
public record Proposal(
    String format,
    LocalDate date,
    List<RenderPart> renders,
    ProposalBody body,
    @Nullable Correction correction) {

  public static final String FORMAT = "patchwork.proposal/1";

  public Proposal {
    renders = List.copyOf(renders);
  }

  /**
   * A render whose amount is divided.
   *
   * @param timeline digest of the timeline document, the same for every profile
   * @param lineage digest of the lineage that the seconds were counted in
   */
  public record RenderPart(Id render, Sha256 timeline, Sha256 lineage) {}
}
