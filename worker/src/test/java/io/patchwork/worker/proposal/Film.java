package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.money.Money;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A small render whose holdings are put together in a test. */
final class Film {

  static final LocalDate DAY = LocalDate.of(2026, 11, 1);

  /** A handle that says whose it is. */
  static final Handles HANDLES = person -> new Id("h-" + person);

  static final Names NAMES = handle -> handle.value().substring(2);

  private final List<Holding> holdings = new ArrayList<>();
  private final List<Unattributed> unattributed = new ArrayList<>();
  private final List<AssetPeople> people = new ArrayList<>();
  private final List<RenderHoldings.RoleHolder> roles = new ArrayList<>();

  Film source(Pool pool, String asset, int remixes, String seconds) {
    return add(pool, asset, false, remixes, seconds);
  }

  Film maker(Pool pool, String asset, int remixes, String seconds) {
    return add(pool, asset, true, remixes, seconds);
  }

  private Film add(Pool pool, String asset, boolean isMaker, int remixes, String seconds) {
    Fraction length = Fraction.parse(seconds);
    Interval where = new Interval(RationalTime.ZERO, new RationalTime(length));
    holdings.add(new Holding(pool, content(asset), isMaker, remixes, length, List.of(where)));
    return this;
  }

  static AssetContent content(String asset) {
    return AssetContent.unknown(new Id(asset));
  }

  Film nobody(Pool pool, String seconds) {
    unattributed.add(new Unattributed(pool, Fraction.parse(seconds)));
    return this;
  }

  /** Contributors of an asset in equal, accepted shares. */
  Film by(String asset, String... persons) {
    List<AssetPeople.Maker> makers = new ArrayList<>();
    for (String person : persons) {
      makers.add(new AssetPeople.Maker(new Id(person), null, true));
    }
    return people(AssetPeople.settled(content(asset), makers));
  }

  Film people(AssetPeople asset) {
    people.add(asset);
    return this;
  }

  Film role(String role, String person) {
    roles.add(new RenderHoldings.RoleHolder(role, new Id(person)));
    return this;
  }

  RenderHoldings as(String render) {
    return as(render, render);
  }

  RenderHoldings as(String render, String timeline) {
    return new RenderHoldings(
        new Id(render),
        Sha256.of(timeline),
        Sha256.of("lineage of " + render),
        holdings,
        unattributed,
        people,
        roles);
  }

  Proposal divide(String amount, String currency, Policy policy) throws Failure {
    return divide(amount, currency, policy, Decisions.NONE, DAY, null);
  }

  Proposal divide(
      String amount,
      String currency,
      Policy policy,
      Decisions decisions,
      LocalDate asOf,
      @Nullable Proposal corrected)
      throws Failure {
    return ProposalDraft.of(
        new ProposalRequest(
            policy,
            List.of(new ProposalRequest.WeightedRender(as("film"), Fraction.ONE)),
            Money.parse(amount, Money.currency(currency)),
            decisions,
            DAY,
            asOf,
            corrected == null ? null : corrected.body(),
            Map.of()),
        HANDLES);
  }

  /** A first proposal for renders that weigh alike, about which nobody has decided anything. */
  static ProposalRequest first(Policy policy, Money amount, RenderHoldings... renders) {
    List<ProposalRequest.WeightedRender> weighted = new ArrayList<>();
    for (RenderHoldings each : renders) {
      weighted.add(new ProposalRequest.WeightedRender(each, Fraction.ONE));
    }
    return new ProposalRequest(policy, weighted, amount, Decisions.NONE, DAY, DAY, null, Map.of());
  }

  /** The policy that is shipped, with changes in its text. */
  static Policy policy(String... changes) throws Failure.Refused {
    return Policies.read(policyText(changes).getBytes(StandardCharsets.UTF_8));
  }

  static String policyText(String... changes) {
    String text;
    try (InputStream in =
        Objects.requireNonNull(
            Film.class.getResourceAsStream("/io/patchwork/worker/proposal/policy.yaml"))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    for (int i = 0; i < changes.length; i += 2) {
      if (!text.contains(changes[i])) {
        throw new IllegalArgumentException("not in the policy: " + changes[i]);
      }
      text = text.replace(changes[i], changes[i + 1]);
    }
    return text;
  }
}
