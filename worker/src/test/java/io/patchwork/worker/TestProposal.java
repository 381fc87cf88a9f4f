package io.patchwork.worker;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Propose;
import io.patchwork.worker.proposal.Policies;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** Proposals of 100 euros by the policy of the house. */
public final class TestProposal {

  private TestProposal() {}

  /** About one render. */
  public static Propose of(String id, String render) throws Exception {
    byte[] policy;
    try (InputStream in =
        Objects.requireNonNull(
            Policies.class.getResourceAsStream("/io/patchwork/worker/proposal/policy.yaml"))) {
      policy = in.readAllBytes();
    }
    return new Propose(
        new Id(id),
        List.of(new Propose.ProposedRender(new Id(render), null, null)),
        "100.00",
        "EUR",
        Policies.read(policy),
        null,
        null,
        null,
        null,
        List.of(),
        LocalDate.of(2026, 11, 1),
        null);
  }
}
