package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.drafting.RecordedProposals;
import io.patchwork.worker.drafting.StoredInputs;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ledger.LedgerSecret;
import io.patchwork.worker.proposal.ProposalInputs;

/** What a proposal is drafted from and recorded in. */
interface ProposalStore extends AutoCloseable {

  /** Opens the store of a command. */
  @FunctionalInterface
  interface Opener {
    ProposalStore open(WorkerConfig config, LedgerSecret secret);
  }

  /** The store of a command. */
  static ProposalStore open(WorkerConfig config, LedgerSecret secret) {
    ObjectStore store = Stores.open(config.store(), config);
    ProposalInputs inputs = new StoredInputs(store, secret);
    return new ProposalStore() {
      @Override
      public ProposalInputs inputs() {
        return inputs;
      }

      @Override
      public LedgerEntry record(Proposal proposal) throws Failure {
        return RecordedProposals.add(proposal, store, secret);
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }

  ProposalInputs inputs();

  /** Records a proposal in the ledger; a version that is there is not recorded again. */
  LedgerEntry record(Proposal proposal) throws Failure;

  @Override
  void close();
}
