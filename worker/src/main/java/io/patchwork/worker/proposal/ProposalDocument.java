package io.patchwork.worker.proposal;

import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A proposal in one of its forms.
 *
 * @param name of a file
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only written
public record ProposalDocument(ArtifactRole role, String name, String mediaType, byte[] bytes) {

  /** A proposal as JSON, as CSV by line and by payee, and as a page; the page alone has names. */
  public static List<ProposalDocument> of(Proposal proposal, Policy policy, Names names) {
    return List.of(
        new ProposalDocument(
            ArtifactRole.PROPOSAL, "proposal.json", "application/json", Json.canonical(proposal)),
        text(ArtifactRole.PROPOSAL_LINES, "lines.csv", "text/csv", ProposalCsv.lines(proposal)),
        text(ArtifactRole.PROPOSAL_PAYEES, "payees.csv", "text/csv", ProposalCsv.payees(proposal)),
        text(
            ArtifactRole.PROPOSAL_PAGE,
            "proposal.html",
            "text/html",
            ProposalPage.of(proposal, policy, names)));
  }

  private static ProposalDocument text(
      ArtifactRole role, String name, String mediaType, String text) {
    return new ProposalDocument(role, name, mediaType, text.getBytes(StandardCharsets.UTF_8));
  }
}
