package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.proposal.Line;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.time.Fraction;
import io.patchwork.worker.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Divides what an asset has among its people, and says what of it is held. */
final class AssetSplits {

  /**
   * A person's part of an asset.
   *
   * @param payee handle; absent where nobody is known
   * @param isContained whether it is for the render that the asset contains
   * @param hold why it is held, if it is
   */
  record Split(
      @Nullable Id payee, boolean isContained, Fraction part, Line.@Nullable Reason hold) {}

  private record Accepted(Fraction part, boolean isAccepted) {}

  private final Policy policy;
  private final Handles handles;

  AssetSplits(Policy policy, Handles handles) {
    this.policy = policy;
    this.handles = handles;
  }

  /** Whether the policy leaves the asset out. */
  boolean isExcluded(AssetPeople asset) {
    return asset.makers().isEmpty() && policy.withoutContributors() == Policy.Nobody.EXCLUDE;
  }

  /**
   * The parts, which come to one.
   *
   * @throws Failure.Refused if the shares of the contributors do not sum to one
   */
  List<Split> split(AssetPeople asset) throws Failure {
    Line.Reason whole =
        switch (asset.review()) {
          case SETTLED -> null;
          case UNREVIEWED_MATCH -> Line.Reason.UNREVIEWED_MATCH;
          case UNKNOWN_PART ->
              switch (policy.unknownPart()) {
                case Policy.HoldWhole _ -> Line.Reason.UNKNOWN_PART;
                case Policy.SplitWhole _ ->
                    asset.contained().isEmpty() ? Line.Reason.UNKNOWN_PART : null;
              };
        };
    List<Split> splits = new ArrayList<>();
    Fraction own = Fraction.ONE;
    if (asset.review() == AssetPeople.Review.UNKNOWN_PART
        && whole == null
        && policy.unknownPart() instanceof Policy.SplitWhole(Fraction contributors)) {
      own = contributors;
      SortedSet<Id> contained = new TreeSet<>(asset.contained());
      Fraction each = Fraction.ONE.minus(contributors).dividedBy(Fraction.of(contained.size()));
      for (Id person : contained) {
        splits.add(new Split(handles.of(person), true, each, null));
      }
    }
    if (asset.makers().isEmpty()) {
      splits.add(withoutContributors(own, whole));
      return splits;
    }
    for (var maker : makers(asset).entrySet()) {
      splits.add(
          new Split(
              handles.of(maker.getKey()),
              false,
              own.times(maker.getValue().part),
              whole == null && !maker.getValue().isAccepted ? Line.Reason.SHARE_PROPOSED : whole));
    }
    return splits;
  }

  private Split withoutContributors(Fraction part, Line.@Nullable Reason whole) throws Failure {
    Id house = policy.house();
    return policy.withoutContributors() == Policy.Nobody.HOUSE && house != null
        ? new Split(handles.of(house), false, part, whole)
        : new Split(null, false, part, whole == null ? Line.Reason.NO_CONTRIBUTOR : whole);
  }

  /** The people of an asset; one who is named twice has both shares. */
  private static SortedMap<Id, Accepted> makers(AssetPeople asset) throws Failure.Refused {
    List<AssetPeople.Maker> makers = asset.makers();
    List<Fraction> named = new ArrayList<>();
    SortedSet<Id> people = new TreeSet<>();
    for (AssetPeople.Maker maker : makers) {
      people.add(maker.person());
      if (maker.share() != null) {
        named.add(maker.share());
      }
    }
    if (!named.isEmpty()
        && (named.size() != makers.size()
            || named.stream().anyMatch(share -> share.signum() < 0)
            || !CommonDenominator.sum(named).equals(Fraction.ONE))) {
      throw InvalidProposal.because(
          "The shares of asset "
              + asset.asset()
              + " do not sum to one over all of its contributors; correct them, or leave all of"
              + " them out for equal shares.");
    }
    Fraction equal = Fraction.of(1, people.size());
    SortedMap<Id, Accepted> parts = new TreeMap<>();
    for (AssetPeople.Maker maker : makers) {
      Fraction share = maker.share();
      parts.merge(
          maker.person(),
          new Accepted(share == null ? equal : share, maker.isAccepted()),
          (a, b) ->
              new Accepted(
                  share == null ? equal : a.part.plus(b.part), a.isAccepted && b.isAccepted));
    }
    return parts;
  }
}
