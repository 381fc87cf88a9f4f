package io.patchwork.worker.ledger;

/** The place in the ledger of a proposal's entry. */
record ProposalPlace(long index) {}
