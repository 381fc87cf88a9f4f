package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.failure.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The shares of one render by a policy. They come to one. */
final class MeasuredShares {

  /** What is added up: all of an asset in a pool. */
  private record Key(Pool pool, boolean isMaker, @Nullable AssetContent asset)
      implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::pool)
            .thenComparing(Key::isMaker)
            .thenComparing(Key::asset, Comparator.nullsFirst(Comparator.naturalOrder()));

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /** Its seconds by the number of remixes they came through, and where they are. */
  private static final class Tally {
    private final SortedMap<Integer, Fraction> seconds = new TreeMap<>();
    private final List<Interval> where = new ArrayList<>();

    private void add(int remixes, Fraction more, List<Interval> places) {
      seconds.merge(remixes, more, Fraction::plus);
      where.addAll(places);
    }

    private Fraction worth(RemixShare remix, boolean isMaker) {
      return seconds.entrySet().stream()
          .map(each -> each.getValue().times(remix.worth(isMaker, each.getKey())))
          .reduce(Fraction.ZERO, Fraction::plus);
    }

    private List<Line.Generation> generations() {
      return seconds.entrySet().stream()
          .map(each -> new Line.Generation(each.getKey(), each.getValue()))
          .toList();
    }
  }

  private final Policy policy;
  private final Handles handles;
  private final AssetSplits splits;
  private final RemixShare remix;
  private final Set<Pool> named;

  MeasuredShares(Policy policy, Handles handles) {
    this.policy = policy;
    this.handles = handles;
    this.splits = new AssetSplits(policy, handles);
    this.remix = new RemixShare(policy.remixer());
    this.named =
        policy.pools().stream().map(Policy.MediaPool::pool).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The shares of a render.
   *
   * @param index which of the renders it is
   * @throws Failure.Refused if nobody has anything in it, people of an asset are missing, or shares
   *     of an asset do not sum to one
   */
  List<Share> of(RenderHoldings render, int index) throws Failure {
    Map<AssetContent, AssetPeople> people = people(render);
    Set<Id> replaced = replaced(people.keySet());
    SortedMap<Key, Tally> tallies = tallies(render, people);
    Map<Pool, Fraction> totals = totals(tallies);
    Map<Pool, Fraction> weights = weights(render, totals);
    SortedMap<String, List<Id>> roles = roles(render);
    Fraction ofRoles = Fraction.ZERO;
    List<Share> shares = new ArrayList<>();
    for (Policy.FixedRole role : policy.roles()) {
      List<Id> holders = roles.getOrDefault(role.role(), List.of());
      if (!holders.isEmpty()) {
        ofRoles = ofRoles.plus(role.share());
        shares.addAll(ofRole(role, holders, index));
      }
    }
    Fraction ofMedia = Fraction.ONE.minus(ofRoles);
    for (Map.Entry<Key, Tally> each : tallies.entrySet()) {
      Pool rule = rule(each.getKey().pool);
      Fraction worth = each.getValue().worth(remix, each.getKey().isMaker);
      if (worth.signum() > 0) {
        Fraction measured =
            ofMedia
                .times(weights.getOrDefault(rule, Fraction.ZERO))
                .times(worth.dividedBy(totals.getOrDefault(rule, worth)));
        shares.addAll(
            ofAsset(each.getKey(), each.getValue(), worth, measured, index, people, replaced));
      }
    }
    return shares;
  }

  private Map<AssetContent, AssetPeople> people(RenderHoldings render) throws Failure.Refused {
    Map<AssetContent, AssetPeople> people = new HashMap<>();
    for (AssetPeople each : render.people()) {
      AssetPeople other = people.put(each.asset(), each);
      if (other != null && !other.equals(each)) {
        throw InvalidProposal.because(
            "The people of asset "
                + each.asset()
                + " are given twice and differ; give those of its newest version.");
      }
    }
    for (Holding holding : render.holdings()) {
      if (!people.containsKey(holding.asset())) {
        throw InvalidProposal.because(
            "The people of asset "
                + holding.asset()
                + " in render "
                + render.render()
                + " are unknown; ingest it with its contributors, or correct it.");
      }
    }
    return people;
  }

  private SortedMap<Key, Tally> tallies(
      RenderHoldings render, Map<AssetContent, AssetPeople> people) {
    SortedMap<Key, Tally> tallies = new TreeMap<>();
    for (Holding each : render.holdings()) {
      AssetPeople asset = people.get(each.asset());
      if (asset != null && !splits.isExcluded(asset)) {
        tallies
            .computeIfAbsent(new Key(each.pool(), each.isMaker(), each.asset()), key -> new Tally())
            .add(each.remixesAbove(), each.seconds(), each.where());
      }
    }
    if (policy.unattributed() == Policy.Nobody.HOUSE) {
      for (Unattributed each : render.unattributed()) {
        tallies
            .computeIfAbsent(new Key(each.pool(), false, null), key -> new Tally())
            .add(each.remixesAbove(), each.seconds(), List.of());
      }
    }
    return tallies;
  }

  /** What all of a pool is worth, by the pool of the policy. */
  private Map<Pool, Fraction> totals(SortedMap<Key, Tally> tallies) throws Failure.Refused {
    Map<Pool, List<Fraction>> worths = new HashMap<>();
    for (Map.Entry<Key, Tally> each : tallies.entrySet()) {
      worths
          .computeIfAbsent(rule(each.getKey().pool), pool -> new ArrayList<>())
          .add(each.getValue().worth(remix, each.getKey().isMaker));
    }
    Map<Pool, Fraction> totals = new HashMap<>();
    for (Map.Entry<Pool, List<Fraction>> each : worths.entrySet()) {
      totals.put(each.getKey(), CommonDenominator.sum(each.getValue()));
    }
    return totals;
  }

  /** The weights of pools that have content, which come to one. */
  private Map<Pool, Fraction> weights(RenderHoldings render, Map<Pool, Fraction> totals)
      throws Failure.Refused {
    Map<Pool, Fraction> weights = new HashMap<>();
    Fraction sum = Fraction.ZERO;
    for (Policy.MediaPool each : policy.pools()) {
      if (totals.getOrDefault(each.pool(), Fraction.ZERO).signum() > 0) {
        weights.put(each.pool(), each.weight());
        sum = sum.plus(each.weight());
      }
    }
    if (sum.signum() == 0) {
      throw InvalidProposal.because(
          "Nobody has anything in render "
              + render.render()
              + " that the policy counts; leave it out, or give the policy's pools other weights.");
    }
    Fraction whole = sum;
    weights.replaceAll((pool, weight) -> weight.dividedBy(whole));
    return weights;
  }

  /** The pool of the policy that a pool of a render belongs to. */
  private Pool rule(Pool pool) {
    return named.contains(pool) ? pool : Pool.ANY_TEXT;
  }

  private SortedMap<String, List<Id>> roles(RenderHoldings render) {
    SortedMap<String, List<Id>> roles = new TreeMap<>();
    for (Policy.FixedRole role : policy.roles()) {
      SortedSet<Id> people = new TreeSet<>(role.people());
      if (people.isEmpty()) {
        render.roles().stream()
            .filter(each -> each.role().equals(role.role()))
            .forEach(each -> people.add(each.person()));
      }
      roles.put(role.role(), List.copyOf(people));
    }
    return roles;
  }

  private List<Share> ofRole(Policy.FixedRole role, List<Id> holders, int index) throws Failure {
    Fraction part = Fraction.of(1, holders.size());
    List<Share> shares = new ArrayList<>();
    for (Id person : holders) {
      shares.add(
          new Share(
              handles.of(person),
              index,
              Pool.role(role.role()),
              Line.Part.ROLE,
              null,
              false,
              List.of(),
              Fraction.ZERO,
              part,
              role.share().times(part),
              null,
              List.of()));
    }
    return shares;
  }

  private List<Share> ofAsset(
      Key key,
      Tally tally,
      Fraction worth,
      Fraction measured,
      int index,
      Map<AssetContent, AssetPeople> people,
      Set<Id> replaced)
      throws Failure {
    List<Interval> where = IntervalSet.of(tally.where).parts();
    AssetPeople asset = key.asset == null ? null : people.get(key.asset);
    boolean isOneOfSeveral = key.asset != null && replaced.contains(key.asset.asset());
    List<AssetSplits.Split> parts =
        asset == null
            ? List.of(new AssetSplits.Split(house(), false, Fraction.ONE, null))
            : splits.split(asset);
    Line.Part part =
        asset == null ? Line.Part.UNATTRIBUTED : key.isMaker ? Line.Part.MAKER : Line.Part.SOURCE;
    return parts.stream()
        .map(split ->
            new Share(
                split.payee(),
                index,
                key.pool,
                split.isContained() ? Line.Part.CONTAINED : part,
                key.asset,
                isOneOfSeveral,
                tally.generations(),
                worth,
                split.part(),
                measured.times(split.part()),
                split.hold(),
                where))
        .toList();
  }

  /** The assets of which there are several contents. */
  private static Set<Id> replaced(Set<AssetContent> all) {
    Set<Id> once = new HashSet<>();
    return all.stream()
        .map(AssetContent::asset)
        .filter(asset -> !once.add(asset))
        .collect(Collectors.toSet());
  }

  private @Nullable Id house() throws Failure {
    Id house = policy.house();
    return house == null ? null : handles.of(house);
  }
}
