package io.patchwork.worker.cli;

import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.worker.proposal.Names;
import io.patchwork.worker.proposal.ProposalDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A proposal as files, and the policy to begin with. */
final class ProposalFiles {

  private static final String POLICY = "/io/patchwork/worker/proposal/policy.yaml";

  private ProposalFiles() {}

  /** Writes a proposal as JSON, as CSV by line and by payee, and as a page. */
  static void write(Path folder, Proposal proposal, Policy policy, Names names) throws IOException {
    Files.createDirectories(folder);
    for (ProposalDocument each : ProposalDocument.of(proposal, policy, names)) {
      Files.write(folder.resolve(each.name()), each.bytes());
    }
  }

  static byte[] defaultPolicy() throws IOException {
    try (InputStream in = Objects.requireNonNull(ProposalFiles.class.getResourceAsStream(POLICY))) {
      return in.readAllBytes();
    }
  }
}
