package io.patchwork.worker.proposal;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure;

/** Says why an amount cannot be divided as asked. */
final class InvalidProposal {

  private InvalidProposal() {}

  static Failure.Refused because(String sentence) {
    return new Failure.Refused(FailureCode.INVALID_PROPOSAL, sentence);
  }
}
