package io.patchwork.worker.proposal;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.proposal.Metric;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Pool;
import io.patchwork.worker.attribution.ancestry.Ancestry;
import io.patchwork.worker.attribution.ancestry.Mixing;
import io.patchwork.worker.attribution.ancestry.Mosaic;
import io.patchwork.worker.attribution.ancestry.RemixMakers;
import io.patchwork.worker.failure.Failure.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What everybody has of a render by the metrics of a policy. */
public final class LineageHoldings {

  private final Lineage lineage;
  private final Map<AssetContent, Credit> credits = new TreeMap<>();
  private final Function<AssetContent, Optional<Mosaic>> films;
  private final Policy policy;
  private final List<Holding> holdings = new ArrayList<>();
  private final List<Unattributed> unattributed = new ArrayList<>();

  private LineageHoldings(
      Lineage lineage, Function<AssetContent, Optional<Mosaic>> films, Policy policy) {
    this.lineage = lineage;
    this.films = films;
    this.policy = policy;
    lineage.credits().forEach(credit -> credits.put(credit.content(), credit));
  }

  /**
   * Counts seconds.
   *
   * @param digest of the lineage document
   * @param film the render's own parts
   * @param films the own parts of the renders among the assets; empty for any other asset
   * @throws Refused if there is too much in it
   */
  public static RenderHoldings of(
      Lineage lineage,
      Sha256 digest,
      Mosaic film,
      Function<AssetContent, Optional<Mosaic>> films,
      Policy policy)
      throws Refused {
    return new LineageHoldings(lineage, films, policy).count(digest, film);
  }

  private RenderHoldings count(Sha256 digest, Mosaic film) throws Refused {
    Map<Pool, Metric> metrics =
        policy.pools().stream()
            .collect(Collectors.toMap(Policy.MediaPool::pool, Policy.MediaPool::metric));
    Metric ofAudio = metrics.getOrDefault(Pool.AUDIO, Metric.AMPLITUDE);
    Mixing mixing = ofAudio == Metric.POWER ? Mixing.POWER : Mixing.AMPLITUDE;
    Mosaic composed = new Ancestry(films, makers(), mixing).compose(film);
    Tally video = new Tally(Pool.VIDEO, metrics.getOrDefault(Pool.VIDEO, Metric.SCREEN_SECONDS));
    composed.pictures().forEach(video::add);
    add(video);
    Tally audio = new Tally(Pool.AUDIO, ofAudio);
    composed.sound().forEach(audio::add);
    add(audio);
    TextTally.of(composed.text()).forEach((language, tally) -> holdings.addAll(tally));
    return new RenderHoldings(
        lineage.render(),
        lineage.timeline(),
        digest,
        holdings,
        unattributed,
        holdings.stream().map(Holding::asset).distinct().sorted().map(this::people).toList(),
        lineage.additionalCredits().stream().flatMap(person -> role(person).stream()).toList());
  }

  private void add(Tally tally) {
    holdings.addAll(tally.holdings());
    unattributed.addAll(tally.unattributed());
  }

  /** Remixes count for whoever made them, where they add something. */
  private RemixMakers makers() {
    if (policy.remixer().share().signum() == 0) {
      return RemixMakers.UNCOUNTED;
    }
    Map<Object, Optional<Object>> known = new HashMap<>();
    return (remix, medium) ->
        known.computeIfAbsent(List.of(remix, medium), any -> makers(remix, medium));
  }

  private Optional<Object> makers(AssetContent remix, Medium medium) {
    Credit credit = credits.get(remix);
    Optional<Mosaic> film = films.apply(remix);
    if (credit == null || credit.contributors().isEmpty() || film.isEmpty()) {
      return Optional.empty();
    }
    boolean addsNothing =
        switch (medium) {
          case VIDEO -> Excerpt.is(film.get().pictures());
          case AUDIO -> Excerpt.is(film.get().sound());
          case TEXT -> Excerpt.is(film.get().pictures()) && film.get().text().isEmpty();
        };
    Set<Id> people =
        credit.contributors().stream().map(Contributor::id).collect(Collectors.toSet());
    return addsNothing ? Optional.empty() : Optional.of(people);
  }

  private AssetPeople people(AssetContent asset) {
    Credit credit = Objects.requireNonNull(credits.get(asset), asset.toString());
    List<AssetPeople.Maker> makers =
        credit.contributors().stream()
            .map(each -> new AssetPeople.Maker(each.id(), each.share(), each.hasAcceptedShare()))
            .toList();
    List<Id> contained =
        credit.nestedContributors().stream().map(Contributor::id).distinct().toList();
    return new AssetPeople(
        asset,
        makers,
        contained.isEmpty() && credit.containedRenders().isEmpty()
            ? AssetPeople.Review.SETTLED
            : AssetPeople.Review.UNKNOWN_PART,
        contained);
  }

  private static Optional<RenderHoldings.RoleHolder> role(Contributor person) {
    return Optional.ofNullable(person.role())
        .map(role -> new RenderHoldings.RoleHolder(role, person.id()));
  }
}
