package io.patchwork.worker.attribution;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Appearance;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import java.util.Comparator;
import java.util.HashMap;
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
   * Names under their roles, in order of first appearance, with those who are seen, heard or read
   * through renders. Contributors without a role come first, additional credits last.
   *
   * @param heading first line; may be empty
   */
  public static String of(Lineage lineage, String heading) {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    names.put("", new LinkedHashSet<>());
    inOrder(lineage).forEach(person -> add(person, names));
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
   * Everybody who is seen, heard or read in a film, in order of first appearance, then those who
   * are additionally credited; some several times.
   */
  public static List<Contributor> inOrder(Lineage lineage) {
    Map<AssetContent, List<Contributor>> people = new HashMap<>();
    for (Credit credit : lineage.credits()) {
      people.put(
          credit.content(),
          Stream.concat(credit.contributors().stream(), credit.nestedContributors().stream())
              .toList());
    }
    return Stream.concat(
            Appearance.of(lineage).stream()
                .sorted(Comparator.comparing(each -> each.out().start()))
                .flatMap(each -> people.getOrDefault(each.content(), List.of()).stream()),
            additionalCredits(lineage))
        .toList();
  }

  /** Everybody who is seen, heard or read in a film, or is additionally credited. */
  public static List<Contributor> people(Lineage lineage) {
    Set<AssetContent> present = present(lineage);
    Stream<Contributor> seen =
        lineage.credits().stream()
            .filter(credit -> present.contains(credit.content()))
            .flatMap(credit ->
                Stream.concat(
                    credit.contributors().stream(), credit.nestedContributors().stream()));
    return Stream.concat(seen, additionalCredits(lineage)).distinct().toList();
  }

  /** Everybody of some films, each once. */
  public static List<Contributor> people(List<Lineage> films) {
    return films.stream().flatMap(film -> people(film).stream()).distinct().toList();
  }

  /** Those who are credited without being in it, here or through a render that is in it. */
  public static Stream<Contributor> additionalCredits(Lineage lineage) {
    Set<AssetContent> present = present(lineage);
    return Stream.concat(
            lineage.additionalCredits().stream(),
            lineage.credits().stream()
                .filter(credit -> present.contains(credit.content()))
                .flatMap(credit -> credit.additionalCredits().stream()))
        .distinct();
  }

  /** Assets that are seen or heard in a film and have no contributors. */
  public static List<Id> unnamed(Lineage lineage) {
    Set<AssetContent> present = present(lineage);
    return lineage.credits().stream()
        .filter(Credit::namesNobody)
        .filter(credit -> present.contains(credit.content()))
        .map(Credit::asset)
        .distinct()
        .toList();
  }

  private static Set<AssetContent> present(Lineage lineage) {
    return Appearance.of(lineage).stream().map(Appearance::content).collect(Collectors.toSet());
  }

  private static void add(Contributor person, Map<String, Set<String>> names) {
    names
        .computeIfAbsent(person.role() == null ? "" : person.role(), role -> new LinkedHashSet<>())
        .add(person.creditedAs());
  }
}
