package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.proposal.Decisions;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.proposal.ProposalBody;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.money.Money;
import io.patchwork.worker.proposal.ProposalRequest.WeightedRender;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random requests: renders of assets of people, with remixes, splits and open shares. */
public final class RandomProposal {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 1);
  private static final List<Pool> POOLS =
      List.of(Pool.VIDEO, Pool.AUDIO, Pool.text("en"), Pool.text("ar"));
  private static final int[] RATES = {24, 25, 30, 60, 48000, 44100};

  private final Random random;

  public RandomProposal(long seed) {
    this.random = new Random(seed);
  }

  /** Zero, small, any, or the most that there can be, minor units. */
  public Money amount(Currency currency) {
    long most = Long.MAX_VALUE;
    long units =
        switch (random.nextInt(6)) {
          case 0 -> 0;
          case 1 -> random.nextInt(50);
          case 2 -> most - random.nextInt(3);
          case 3 -> random.nextLong() >>> 1;
          default -> random.nextInt(10_000_000);
        };
    return new Money(currency, BigInteger.valueOf(units));
  }

  /** Renders with so many people, who have something each. */
  public List<WeightedRender> renders(int people) {
    List<WeightedRender> renders = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      renders.add(
          new WeightedRender(render("render" + i, people), Fraction.of(1 + random.nextInt(9))));
    }
    return renders;
  }

  private RenderHoldings render(String id, int people) {
    List<Holding> holdings = new ArrayList<>();
    List<AssetPeople> assets = new ArrayList<>();
    List<Unattributed> nobody = List.of(new Unattributed(Pool.VIDEO, seconds()));
    int next = 0;
    while (next < people) {
      AssetContent asset = AssetContent.unknown(new Id("asset" + next));
      int makers = Math.min(people - next, 1 + random.nextInt(3));
      assets.add(asset(asset, next, makers));
      next += makers;
      int count = 1 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        boolean isMaker = random.nextInt(5) == 0;
        holdings.add(
            new Holding(
                POOLS.get(random.nextInt(POOLS.size())),
                asset,
                isMaker,
                random.nextInt(4),
                seconds(),
                List.of(new Interval(RationalTime.ZERO, new RationalTime(Fraction.of(1 + i))))));
      }
      // So that nobody is a maker alone, of a remix that earns nothing.
      holdings.add(new Holding(Pool.VIDEO, asset, false, 0, seconds(), List.of()));
    }
    return new RenderHoldings(
        new Id(id), Sha256.of(id), Sha256.of("lineage " + id), holdings, nobody, assets, List.of());
  }

  private Fraction seconds() {
    return Fraction.of(1 + random.nextInt(1_000_000), RATES[random.nextInt(RATES.length)]);
  }

  private AssetPeople asset(AssetContent asset, int first, int count) {
    List<AssetPeople.Maker> makers = new ArrayList<>();
    boolean isEqual = random.nextBoolean();
    Fraction left = Fraction.ONE;
    for (int i = 0; i < count; i++) {
      Fraction share = i == count - 1 ? left : left.times(Fraction.of(1, 2 + random.nextInt(5)));
      left = left.minus(share);
      makers.add(
          new AssetPeople.Maker(
              new Id("person" + (first + i)), isEqual ? null : share, random.nextInt(10) > 0));
    }
    AssetPeople.Review review =
        random.nextInt(20) == 0 ? AssetPeople.Review.UNREVIEWED_MATCH : AssetPeople.Review.SETTLED;
    return new AssetPeople(asset, makers, review, List.of());
  }

  /** The same renders with everything in another order. */
  public List<WeightedRender> permuted(List<WeightedRender> renders) {
    List<WeightedRender> permuted = new ArrayList<>();
    for (WeightedRender each : shuffled(renders)) {
      RenderHoldings one = each.holdings();
      List<AssetPeople> people = new ArrayList<>();
      for (AssetPeople asset : one.people()) {
        people.add(
            new AssetPeople(
                asset.asset(), shuffled(asset.makers()), asset.review(), asset.contained()));
      }
      permuted.add(
          new WeightedRender(
              new RenderHoldings(
                  one.render(),
                  one.timeline(),
                  one.lineage(),
                  shuffled(one.holdings()),
                  shuffled(one.unattributed()),
                  shuffled(people),
                  one.roles()),
              each.weight().times(Fraction.of(2))));
    }
    return permuted;
  }

  private <T> List<T> shuffled(List<T> list) {
    List<T> shuffled = new ArrayList<>(list);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /** A request on one day, with nothing decided. */
  public static ProposalRequest request(
      Policy policy, List<WeightedRender> renders, Money amount, @Nullable ProposalBody corrected) {
    return new ProposalRequest(
        policy, renders, amount, Decisions.NONE, DAY, DAY, corrected, Map.of());
  }

  /** The handle of a person, in another order than that of the ids. */
  public static Id handle(Id person) throws Failure {
    return new Id(Sha256.of(person.value()).hex().substring(0, 22));
  }
}
