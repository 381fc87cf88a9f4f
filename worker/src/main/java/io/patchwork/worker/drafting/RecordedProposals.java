package io.patchwork.worker.drafting;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ledger.Ledger;
import io.patchwork.worker.ledger.LedgerSecret;
import io.patchwork.worker.ledger.ProposalLine;
import io.patchwork.worker.ledger.ProposalRecorder;
import io.patchwork.worker.money.Money;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Proposals in the ledger of a store. */
public final class RecordedProposals {

  /** Under which handle the ledger has what is held for nobody who is known. */
  private static final Id NOBODY = new Id("nobody");

  private static final int SHORT = 24;

  private RecordedProposals() {}

  /** Records a proposal; a version that is there is not recorded again. */
  public static LedgerEntry add(Proposal proposal, ObjectStore store, LedgerSecret secret)
      throws Failure {
    Currency currency = Money.currency(proposal.body().currency());
    List<ProposalLine> lines = new ArrayList<>();
    for (Line line : proposal.body().lines()) {
      lines.add(line(line, currency));
    }
    Ledger ledger = new Ledger(store, InstantSource.system());
    return new ProposalRecorder(store, ledger.entries(), secret)
        .record(
            new ProposalRecorder.Recorded(
                new Id(proposal.body().digest().hex().substring(0, SHORT)),
                currency,
                Money.parse(proposal.body().amount(), currency).units(),
                proposal.body().policy(),
                proposal.renders().stream().map(Proposal.RenderPart::lineage).toList(),
                lines));
  }

  private static BigInteger units(String amount, Currency currency) throws Refused {
    return Money.parse(amount, currency).units();
  }

  /** A line without anything that names its payee. */
  private static ProposalLine line(Line line, Currency currency) throws Refused {
    Id handle = line.payee() == null ? NOBODY : line.payee();
    ObjectNode document = (ObjectNode) Json.tree(Json.bytes(line));
    document.remove("payee");
    document.put("handle", handle.value());
    return new ProposalLine(
        handle,
        Json.canonical(document),
        units(line.due(), currency),
        units(line.held(), currency));
  }
}
