package io.patchwork.worker.drafting;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.ledger.LedgerSecret;
import io.patchwork.worker.proposal.Handles;
import io.patchwork.worker.proposal.Names;
import io.patchwork.worker.proposal.ProposalInputs;
import io.patchwork.worker.proposal.RenderHoldings;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/** What a proposal is drafted from, in a store. For one proposal. */
public final class StoredInputs implements ProposalInputs {

  private final StoredRenders renders;
  private final io.patchwork.worker.ledger.Handles people;
  private final Map<Id, String> names = new HashMap<>();

  public StoredInputs(ObjectStore store, LedgerSecret secret) {
    this.renders = new StoredRenders(store);
    this.people = new io.patchwork.worker.ledger.Handles(store, secret, new SecureRandom());
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
  public boolean isKnown(Id person) {
    return names.containsKey(person) || people.find(person).isPresent();
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
}
