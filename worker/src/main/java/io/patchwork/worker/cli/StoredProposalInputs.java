package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.ledger.LedgerEntry;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ledger.Ledger;
import io.patchwork.worker.ledger.LedgerSecret;
import io.patchwork.worker.ledger.ProposalLine;
import io.patchwork.worker.ledger.ProposalRecorder;
import io.patchwork.worker.money.Money;
import io.patchwork.worker.proposal.Handles;
import io.patchwork.worker.proposal.Names;
import io.patchwork.worker.proposal.RenderHoldings;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What a proposal is drafted from, in the store of a command. */
final class StoredProposalInputs implements ProposalInputs {

  /** Under which handle the ledger has what is held for nobody who is known. */
  private static final Id NOBODY = new Id("nobody");

  private static final int SHORT = 24;

  private final ObjectStore store;
  private final LedgerSecret secret;
  private final StoredRenders renders;
  private final io.patchwork.worker.ledger.Handles people;
  private final Map<Id, String> names = new HashMap<>();

  private StoredProposalInputs(ObjectStore store, LedgerSecret secret) {
    this.store = store;
    this.secret = secret;
    this.renders = new StoredRenders(store);
    this.people = new io.patchwork.worker.ledger.Handles(store, secret, new SecureRandom());
  }

  static ProposalInputs open(WorkerConfig config, LedgerSecret secret) {
    return new StoredProposalInputs(Stores.open(config.store(), config), secret);
  }

  @Override
  public RenderHoldings holdings(Id render, Policy policy) throws Refused {
    StoredRenders.Counted counted = renders.count(render, policy);
    counted.people().forEach(person -> names.putIfAbsent(person.id(), person.creditedAs()));
    return counted.holdings();
  }

  @Override
  public Handles handles() {
    return person -> people.of(person, names.get(person)).id();
  }

  @Override
  public Names names() {
    return handle ->
        people
            .person(handle)
            .map(person -> {
              String name = names.getOrDefault(person.person(), person.name());
              return name == null ? person.person().value() : name;
            })
            .orElse(handle.value());
  }

  @Override
  public LedgerEntry record(Proposal proposal) throws Failure {
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

  @Override
  public void close() {
    store.close();
  }
}
