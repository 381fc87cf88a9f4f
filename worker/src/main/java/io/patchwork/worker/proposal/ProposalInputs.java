package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.worker.failure.Failure;

/** What a proposal is drafted from. */
public interface ProposalInputs {

  /**
   * What everybody has of a render, by the metrics of a policy.
   *
   * @throws Failure.Refused if there is no such render, or it is not finished
   */
  RenderHoldings holdings(Id render, Policy policy) throws Failure;

  /** Whether somebody is in a render that was counted, or has a handle from before. */
  boolean isKnown(Id person);

  /** The handles of people, which are created where there are none. */
  Handles handles();

  /** The names by which people wish to be credited. */
  Names names();
}
