package io.patchwork.worker.cli;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ledger.LedgerSecret;
import io.patchwork.worker.proposal.Handles;
import io.patchwork.worker.proposal.Names;
import io.patchwork.worker.proposal.RenderHoldings;

/** What a proposal is drafted from, as a store has it. */
interface ProposalInputs extends AutoCloseable {

  /** Opens the store of a command. */
  @FunctionalInterface
  interface Opener {
    ProposalInputs open(WorkerConfig config, LedgerSecret secret);
  }

  /** What everybody has of a render, by the metrics of a policy. */
  RenderHoldings holdings(Id render, Policy policy) throws Failure;

  /** The handles of people, which are created where there are none. */
  Handles handles();

  /** The names by which people wish to be credited. */
  Names names();

  /** Records a proposal in the ledger; a version that is there is not recorded again. */
  LedgerEntry record(Proposal proposal) throws Failure;

  @Override
  void close();
}
