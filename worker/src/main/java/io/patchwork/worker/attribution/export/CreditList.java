package io.patchwork.worker.attribution.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.attribution.flat.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Everybody who is in a film or additionally credited, by roles: in order of first appearance, each
 * once in a role, those who are credited alone last.
 *
 * @param roles people without a role come first, under an empty one
 */
public record CreditList(List<Role> roles) {

  public CreditList {
    roles = List.copyOf(roles);
  }

  /** The people of a role. */
  public record Role(String role, List<Person> people) {
    public Role {
      people = List.copyOf(people);
    }
  }

  /**
   * A person as credited.
   *
   * @param identifiers in registries, by their schemes
   */
  public record Person(
      Id id,
      String name,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, String> identifiers) {}

  /** The credits of a film. */
  public static CreditList of(ExportedFilm film) {
    List<Contributor> people = new ArrayList<>();
    Lineage lineage = film.lineage();
    Map<AssetContent, List<Contributor>> unknownParts =
        lineage.credits().stream()
            .collect(
                Collectors.toMap(Credit::content, Credit::nestedContributors, (one, other) -> one));
    for (Run run : film.runs()) {
      people.addAll(film.makersOf(run.content()));
      people.addAll(unknownParts.getOrDefault(run.content(), List.of()));
    }
    CreditRoll.additionalCredits(lineage).forEach(people::add);
    Map<String, Map<Id, Person>> roles = new LinkedHashMap<>();
    roles.put("", new LinkedHashMap<>());
    for (Contributor each : people) {
      roles
          .computeIfAbsent(each.role() == null ? "" : each.role(), any -> new LinkedHashMap<>())
          .putIfAbsent(each.id(), new Person(each.id(), each.creditedAs(), each.identifiers()));
    }
    return new CreditList(
        roles.entrySet().stream()
            .filter(each -> !each.getValue().isEmpty())
            .map(each -> new Role(each.getKey(), List.copyOf(each.getValue().values())))
            .toList());
  }

  /** Names under their roles, an empty line between roles. */
  public String text() {
    return roles.stream()
        .map(each ->
            (each.role.isEmpty() ? "" : each.role + "\n")
                + each.people.stream().map(Person::name).collect(Collectors.joining("\n")))
        .collect(Collectors.joining("\n\n"));
  }

  /** All people on one line, as a text that credits the film. */
  String line() {
    Set<String> names =
        roles.stream()
            .flatMap(each -> each.people.stream())
            .map(Person::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return String.join(", ", names);
  }
}
