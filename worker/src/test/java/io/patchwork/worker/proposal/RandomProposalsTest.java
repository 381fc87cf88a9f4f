package io.patchwork.worker.proposal;

import org.junit.jupiter.api.Test;

/**
 * Whatever is divided: sums are exact, the order of the input is nothing, corrections are exact.
 */
final class RandomProposalsTest {

  @Test
  void tenThousandRandomProposalsAreExact() throws Exception {
    ProposalLaws laws = new ProposalLaws(16);

    for (int i = 0; i < 10_000; i++) {
      // Most are small, for time; infra/bench/java runs ProposalBench over as many large ones.
      laws.check(i % 2000 == 0 ? 500 : 4);
    }
  }
}
