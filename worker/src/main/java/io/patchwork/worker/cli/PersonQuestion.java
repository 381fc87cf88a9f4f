package io.patchwork.worker.cli;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.worker.attribution.absence.Absence;
import io.patchwork.worker.attribution.absence.Absences;
import io.patchwork.worker.attribution.absence.Evidence;
import io.patchwork.worker.attribution.flat.Run;
import io.patchwork.worker.evidence.StoredEvidence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks where one person is in a film.
 *
 * @param stored what the store has; empty where only the lineage is at hand
 */
record PersonQuestion(Lineage lineage, Optional<StoredEvidence> stored, LineageLabels labels) {

  private static final int MAX_NAMED = 10;

  /** The runs of a person's assets. */
  static List<Run> runs(Id person, Lineage lineage, List<Run> runs) {
    Set<AssetContent> assets =
        lineage.credits().stream()
            .filter(
                credit -> credit.contributors().stream().anyMatch(each -> each.id().equals(person)))
            .map(Credit::content)
            .collect(Collectors.toSet());
    return runs.stream().filter(run -> assets.contains(run.content())).toList();
  }

  /**
   * The answer.
   *
   * @param text the person's id
   * @param runs of the film
   * @throws CommandFailed if nobody of this id is named in the film, or in what it uses
   */
  PersonAnswer answer(String text, List<Run> runs) throws CommandFailed {
    Evidence evidence =
        stored
            .map(StoredEvidence::evidence)
            .orElseGet(() -> new Evidence(lineage, null, List.of(), null, Map.of()));
    Map<Id, List<Contributor>> makers = new HashMap<>();
    lineage.credits().forEach(credit -> add(credit.asset(), credit.contributors(), makers));
    stored.ifPresent(each ->
        each.makersOfUnused(evidence).forEach((asset, people) -> add(asset, people, makers)));
    Set<Id> assets = new TreeSet<>();
    List<Contributor> named = new ArrayList<>();
    makers.forEach((asset, people) ->
        people.stream()
            .filter(each -> each.id().value().equals(text))
            .forEach(each -> {
              assets.add(asset);
              named.add(each);
            }));
    List<Contributor> credited = timeless().filter(each -> each.id().value().equals(text)).toList();
    Contributor first =
        Stream.concat(named.stream(), credited.stream())
            .findFirst()
            .orElseThrow(() -> nobody(text, makers));
    List<Absence> absences =
        assets.isEmpty() ? List.of() : Absences.of(evidence, Absences.of(evidence), assets);
    return PersonAnswer.of(
        first.id(),
        first.creditedAs(),
        roles(named),
        roles(credited).isEmpty() && !credited.isEmpty() ? List.of("contributor") : roles(credited),
        runs(first.id(), lineage, runs),
        absences,
        evidence.places() != null,
        labels);
  }

  private static void add(Id asset, List<Contributor> people, Map<Id, List<Contributor>> makers) {
    makers.computeIfAbsent(asset, any -> new ArrayList<>()).addAll(people);
  }

  /** People of whose work no time is known. */
  private Stream<Contributor> timeless() {
    return Stream.concat(
        lineage.additionalCredits().stream(),
        lineage.credits().stream()
            .flatMap(credit ->
                Stream.concat(
                    credit.nestedContributors().stream(), credit.additionalCredits().stream())));
  }

  private static List<String> roles(List<Contributor> people) {
    LinkedHashSet<String> roles = new LinkedHashSet<>();
    people.stream().map(Contributor::role).filter(Objects::nonNull).sorted().forEach(roles::add);
    return List.copyOf(roles);
  }

  private CommandFailed nobody(String text, Map<Id, List<Contributor>> makers) {
    TreeSet<Id> people = new TreeSet<>();
    Stream.concat(makers.values().stream().flatMap(List::stream), timeless())
        .forEach(each -> people.add(each.id()));
    String ids = people.stream().limit(MAX_NAMED).map(Id::value).collect(Collectors.joining(", "));
    int more = people.size() - MAX_NAMED;
    return CommandFailed.usage(
        "Nobody with the id \""
            + text
            + "\" is named in the render or in what it uses; "
            + (people.isEmpty()
                ? "nobody is."
                : "ids are " + ids + (more > 0 ? " and " + more + " more." : ".")));
  }
}
