package io.patchwork.worker.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.proposal.Correction;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.PayeeTotal;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.ProposalBody;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.money.Money;
import io.patchwork.worker.proposal.ProposalRequest.WeightedRender;
import java.math.BigInteger;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What holds of every proposal, checked on random ones. */
public final class ProposalLaws {

  private static final List<String> CURRENCIES = List.of("JPY", "USD", "KWD");

  /** Equal documents have equal bytes; that is looked at now and then. */
  private static final int BYTES_EVERY = 20;

  private static final int CORRECTION_EVERY = 4;

  private final Random random;
  private final Policy policy;
  private long seed;

  public ProposalLaws(long seed) throws Failure {
    this.seed = seed;
    this.random = new Random(seed);
    this.policy = Film.policy("unattributed: exclude", "unattributed: house", "# house:", "house:");
  }

  /** Checks a random proposal of 1 to {@code most} people, and of every fourth a correction. */
  public void check(int most) throws Failure {
    RandomProposal make = new RandomProposal(seed++);
    Currency currency = Money.currency(CURRENCIES.get(random.nextInt(CURRENCIES.size())));
    int people = 1 + random.nextInt(most);
    List<WeightedRender> renders = make.renders(people);
    Money amount = make.amount(currency);
    String name = "seed " + (seed - 1) + ", " + people + " people, " + amount;

    ProposalBody body = draft(renders, amount, null);
    ProposalBody permuted = draft(make.permuted(renders), amount, null);
    isExact(name, body, amount);
    check(permuted.equals(body), name, "another order gives another body");
    if (seed % BYTES_EVERY == 0) {
      assertThat(Json.canonical(permuted)).as(name).isEqualTo(Json.canonical(body));
    }

    if (seed % CORRECTION_EVERY != 0) {
      return;
    }
    Money other = make.amount(currency);
    var corrected =
        ProposalDraft.of(
            RandomProposal.request(policy, make.renders(people), other, body),
            RandomProposal::handle);
    isExact(name, corrected.body(), other);
    isCorrection(
        name, Objects.requireNonNull(corrected.correction()), body, corrected.body(), currency);
  }

  private ProposalBody draft(List<WeightedRender> renders, Money amount, @Nullable ProposalBody old)
      throws Failure {
    return ProposalDraft.of(
            RandomProposal.request(policy, renders, amount, old), RandomProposal::handle)
        .body();
  }

  private static void isExact(String name, ProposalBody body, Money amount) throws Failure {
    Currency currency = amount.currency();
    BigInteger lines = BigInteger.ZERO;
    BigInteger due = BigInteger.ZERO;
    Fraction shares = Fraction.ZERO;
    BigInteger nobody = BigInteger.ZERO;
    Set<String> ids = new HashSet<>();
    for (Line line : body.lines()) {
      BigInteger units = units(line.amount(), currency);
      check(units.signum() >= 0 && units(line.due(), currency).signum() >= 0, name, line);
      check(
          units.equals(units(line.due(), currency).add(units(line.held(), currency))), name, line);
      check(ids.add(line.id()), name, line);
      lines = lines.add(units);
      due = due.add(units(line.due(), currency));
      shares = shares.plus(line.share());
      if (line.payee() == null) {
        nobody = nobody.add(units);
      }
    }
    assertThat(lines).as(name).isEqualTo(amount.units());
    assertThat(due).as(name).isEqualTo(units(body.due(), currency));
    assertThat(shares).as(name).isEqualTo(Fraction.ONE);
    BigInteger payees = nobody;
    for (PayeeTotal each : body.payees()) {
      payees = payees.add(units(each.amount(), currency));
      BigInteger open =
          units(each.due(), currency)
              .subtract(units(each.paid(), currency))
              .add(units(each.broughtForward(), currency));
      check(
          open.equals(units(each.payable(), currency).add(units(each.carriedForward(), currency))),
          name,
          each);
      check(units(each.payable(), currency).signum() >= 0, name, each);
    }
    assertThat(payees).as(name).isEqualTo(amount.units());
  }

  private static void isCorrection(
      String name, Correction correction, ProposalBody old, ProposalBody now, Currency currency)
      throws Failure {
    BigInteger difference = BigInteger.ZERO;
    BigInteger payable = BigInteger.ZERO;
    for (Correction.ChangedLine line : correction.lines()) {
      check(
          units(line.after(), currency)
              .subtract(units(line.before(), currency))
              .equals(units(line.difference(), currency)),
          name,
          line);
      check(!line.causes().isEmpty(), name, line);
      difference = difference.add(units(line.difference(), currency));
      payable = payable.add(units(line.payable(), currency));
    }
    assertThat(difference)
        .as(name)
        .isEqualTo(units(now.amount(), currency).subtract(units(old.amount(), currency)))
        .isEqualTo(units(correction.difference(), currency));
    assertThat(payable)
        .as(name)
        .isEqualTo(units(now.due(), currency).subtract(units(old.due(), currency)))
        .isEqualTo(units(correction.payable(), currency));
  }

  private static void check(boolean holds, String name, Object what) {
    if (!holds) {
      throw new AssertionError(name + ": " + what);
    }
  }

  private static BigInteger units(String text, Currency currency) throws Failure {
    return Money.parse(text, currency).units();
  }
}
