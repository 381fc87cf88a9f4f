package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Interval;
import io.patchwork.schema.lineage.IntervalSet;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.lineage.Use;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.render.UsesIndex;
import io.patchwork.worker.render.Withdrawal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork uses}. */
@Command(
    name = "uses",
    description = "Print all renders that an asset or a person is in, and where.")
final class UsesCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(
      paramLabel = "ASSET|PERSON",
      arity = "0..1",
      description = "Id of an asset or of a person.")
  private @Nullable String what;

  @Option(
      names = "--withdrawal",
      description = "Tell what would change if it were taken out of every render.")
  private boolean isWithdrawal;

  @Option(
      names = "--rebuild",
      description = "First make the index again from the lineages of all renders.")
  private boolean isRebuilt;

  @Option(
      names = "--scan",
      description = "Read the lineages of all renders, not the index; finds current revisions.")
  private boolean isScan;

  @Option(names = "--json", description = "Print one JSON object per render.")
  private boolean isJson;

  /**
   * Where somebody's work is in a render.
   *
   * @param assets by which it is there
   * @param withdrawal what would change; absent where nobody asks
   */
  record Found(
      Id render,
      String revision,
      boolean isCurrent,
      List<Id> assets,
      List<Place> places,
      @Nullable Withdrawal withdrawal) {}

  /** Ranges of one medium. */
  record Place(Medium medium, List<List<Id>> via, List<Interval> out) {}

  @Override
  public Integer call() throws Exception {
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config)) {
      UsesIndex index = new UsesIndex(store);
      if (isRebuilt) {
        System.err.println("patchwork: the index has " + index.rebuild() + " renders.");
      }
      if (what == null) {
        if (isRebuilt && !isScan) {
          return 0;
        }
        throw CommandFailed.usage("Name an asset or a person, as in patchwork uses ana.");
      }
      print(store, index, Arguments.id("ASSET|PERSON", what));
    }
    return 0;
  }

  private void print(ObjectStore store, UsesIndex index, Id id)
      throws CommandFailed, Failure, InterruptedException {
    List<Found> all;
    if (isScan) {
      all =
          index.read(
              index.current(),
              (revision, lineage) -> found(store, id, revision, lineage, () -> true));
    } else {
      Set<RenderRevision> revisions = new LinkedHashSet<>(index.ofAsset(id));
      revisions.addAll(index.ofPerson(id));
      all =
          index.read(
              List.copyOf(revisions),
              (revision, lineage) ->
                  found(store, id, revision, lineage, () -> isCurrent(store, revision)));
    }
    if (all.isEmpty()) {
      throw CommandFailed.failure(
          "No render of "
              + cluster.place()
              + " has "
              + id
              + " in it; check the id"
              + (isScan ? "." : ", or read all lineages with --scan."));
    }
    for (Found found : all) {
      if (isJson) {
        Terminal.json(found);
      } else {
        lines(found).forEach(Terminal::line);
      }
    }
  }

  private static boolean isCurrent(ObjectStore store, RenderRevision revision) {
    return RenderedTimelines.latest(store, revision.render())
        .filter(latest -> latest.revision().equals(revision.revision()))
        .isPresent();
  }

  private Optional<Found> found(
      ObjectStore store,
      Id id,
      RenderRevision revision,
      Lineage lineage,
      BooleanSupplier isCurrent) {
    Set<AssetContent> assets =
        lineage.credits().stream()
            .filter(credit -> credit.asset().equals(id) || isBy(credit, id))
            .map(Credit::content)
            .collect(Collectors.toSet());
    boolean isAcknowledged =
        lineage.additionalCredits().stream().anyMatch(each -> each.id().equals(id));
    if (assets.isEmpty() && !isAcknowledged) {
      return Optional.empty();
    }
    return Optional.of(
        new Found(
            revision.render(),
            revision.revision().hex(),
            isCurrent.getAsBoolean(),
            assets.stream().map(AssetContent::asset).distinct().sorted().toList(),
            places(lineage, assets),
            isWithdrawal ? Withdrawal.of(store, revision, lineage, assets) : null));
  }

  private static boolean isBy(Credit credit, Id person) {
    return credit.contributors().stream().anyMatch(each -> each.id().equals(person))
        || credit.nestedContributors().stream().anyMatch(each -> each.id().equals(person))
        || credit.additionalCredits().stream().anyMatch(each -> each.id().equals(person));
  }

  private static List<Place> places(Lineage lineage, Set<AssetContent> assets) {
    List<Place> places = new ArrayList<>();
    for (Medium medium : Medium.values()) {
      add(places, medium, lineage.uses(), assets);
      add(places, medium, lineage.nestedUses(), assets);
      List<Interval> through =
          lineage.nestedRenders().stream()
              .filter(each -> each.medium() == medium && assets.contains(each.content()))
              .map(each -> each.out())
              .toList();
      if (!through.isEmpty()) {
        places.add(new Place(medium, List.of(), IntervalSet.of(through).parts()));
      }
    }
    return places;
  }

  private static void add(
      List<Place> places, Medium medium, List<Use> uses, Set<AssetContent> assets) {
    uses.stream()
        .filter(use -> use.medium() == medium && use.isPresent() && assets.contains(use.content()))
        .collect(
            Collectors.groupingBy(
                Use::via, LinkedHashMap::new, Collectors.mapping(Use::out, Collectors.toList())))
        .forEach((via, out) -> places.add(new Place(medium, via, IntervalSet.of(out).parts())));
  }

  private static List<String> lines(Found found) {
    List<String> lines = new ArrayList<>();
    lines.add(found.render + (found.isCurrent ? "" : "  (an earlier revision)"));
    if (found.places.isEmpty()) {
      lines.add("  credited, but neither seen, heard nor read");
    }
    for (Place place : found.places) {
      String ranges =
          place.out.stream()
              .map(each -> each.start().toClock() + " – " + each.end().toClock())
              .collect(Collectors.joining(", "));
      String via =
          place.via.stream()
              .map(hops -> hops.stream().map(Id::value).collect(Collectors.joining(" or ")))
              .collect(Collectors.joining(" → "));
      lines.add(
          "  " + verb(place.medium) + " " + ranges + (via.isEmpty() ? "" : "  through " + via));
    }
    if (found.withdrawal != null) {
      lines.add("  " + found.withdrawal.sentence());
    }
    return lines;
  }

  private static String verb(Medium medium) {
    return switch (medium) {
      case VIDEO -> "seen ";
      case AUDIO -> "heard";
      case TEXT -> "read ";
    };
  }
}
