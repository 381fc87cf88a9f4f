package io.patchwork.worker.attribution;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Use;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The credit roll of a film: everybody who is seen or heard in it or additionally credited. */
public final class CreditRoll {

  private CreditRoll() {}

  /**
   * Names under their roles, in order of first appearance, with the contributors to nested renders.
   * Contributors without a role come first, additional credits last.
   *
   * @param heading first line; may be empty
   */
  public static String of(Lineage lineage, String heading) {
    Map<Id, List<Contributor>> people =
        lineage.credits().stream()
            .collect(
                Collectors.toMap(
                    Credit::asset,
                    credit ->
                        Stream.concat(
                                credit.contributors().stream(),
                                credit.nestedContributors().stream())
                            .toList()));
    Map<String, Set<String>> names = new LinkedHashMap<>();
    names.put("", new LinkedHashSet<>());
    lineage.uses().stream()
        .filter(Use::isPresent)
        .sorted(Comparator.comparing((Use use) -> use.out().start()))
        .flatMap(use -> people.getOrDefault(use.asset(), List.of()).stream())
        .forEach(person -> add(person, names));
    lineage.additionalCredits().forEach(person -> add(person, names));
    String roll =
        names.entrySet().stream()
            .filter(each -> !each.getValue().isEmpty())
            .map(each ->
                (each.getKey().isEmpty() ? "" : each.getKey() + "\n")
                    + String.join("\n", each.getValue()))
            .collect(Collectors.joining("\n\n"));
    return heading.isEmpty() ? roll : heading + "\n\n" + roll;
  }

  /**
   * Everybody who is seen or heard in a film, contributed to a nested render, or is additionally
   * credited.
   */
  public static List<Contributor> people(Lineage lineage) {
    Set<Id> present = present(lineage);
    Stream<Contributor> seen =
        lineage.credits().stream()
            .filter(credit -> present.contains(credit.asset()))
            .flatMap(credit ->
                Stream.concat(
                    credit.contributors().stream(), credit.nestedContributors().stream()));
    return Stream.concat(seen, lineage.additionalCredits().stream()).distinct().toList();
  }

  /** Assets that are seen or heard in a film and have no contributors. */
  public static List<Id> unnamed(Lineage lineage) {
    Set<Id> present = present(lineage);
    return lineage.credits().stream()
        .filter(credit -> credit.contributors().isEmpty() && credit.nestedContributors().isEmpty())
        .map(Credit::asset)
        .filter(present::contains)
        .toList();
  }

  private static Set<Id> present(Lineage lineage) {
    return lineage.uses().stream()
        .filter(Use::isPresent)
        .map(Use::asset)
        .collect(Collectors.toSet());
  }

  private static void add(Contributor person, Map<String, Set<String>> names) {
    names
        .computeIfAbsent(person.role() == null ? "" : person.role(), role -> new LinkedHashSet<>())
        .add(person.creditedAs());
  }
}
