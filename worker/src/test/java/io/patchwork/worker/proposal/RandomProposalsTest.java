package io.patchwork.worker.proposal;

import org.junit.jupiter.api.Test;

/**
 * Whatever is divided: sums are exact, the order of the input is nothing, corrections are exact.
 * {@code infra/bench/run proposal laws 10000 500} checks the same of more and larger ones.
 */
final class RandomProposalsTest {

  private static final int COUNT = 2000;

  @Test
  void randomProposalsAreExact() throws Exception {
    ProposalLaws laws = new ProposalLaws(16);

    for (int i = 0; i < COUNT; i++) {
      laws.check(i % (COUNT / 4) == 0 ? 500 : 4);
    }
  }
}
