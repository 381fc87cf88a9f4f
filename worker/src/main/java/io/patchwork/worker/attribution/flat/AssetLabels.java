package io.patchwork.worker.attribution.flat;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What assets are called, and who made them.
 *
 * @param names titles or file names of assets, where any is known
 * @param makers contributors to assets
 * @param works titles, licences and identifiers of assets, where anybody gave them
 */
public record AssetLabels(
    Map<Id, String> names,
    Map<AssetContent, List<Contributor>> makers,
    Map<AssetContent, WorkDetails> works) {

  /** Nothing has a name but its id. */
  public static final AssetLabels NONE = new AssetLabels(Map.of(), Map.of(), Map.of());

  public AssetLabels {
    names = Map.copyOf(names);
    makers = Map.copyOf(makers);
    works = Map.copyOf(works);
  }

  /**
   * Labels of the assets of a film.
   *
   * @param files names of their files, for those without a title
   */
  public static AssetLabels of(Lineage lineage, Map<Id, String> files) {
    Map<Id, String> names = new HashMap<>(files);
    Map<AssetContent, WorkDetails> works = new HashMap<>();
    for (Credit credit : lineage.credits()) {
      if (credit.work() != null) {
        works.put(credit.content(), credit.work());
        Optional.ofNullable(credit.work().title())
            .ifPresent(title -> names.put(credit.asset(), title));
      }
    }
    return new AssetLabels(
        names,
        lineage.credits().stream()
            .collect(Collectors.toMap(Credit::content, Credit::contributors, (one, other) -> one)),
        works);
  }

  /** The title or the file name of an asset; its id where neither is known. */
  public String name(Id asset) {
    return names.getOrDefault(asset, asset.value());
  }

  /** The contributors to an asset; none where nobody is named. */
  public List<Contributor> makersOf(AssetContent asset) {
    return makers.getOrDefault(asset, List.of());
  }

  /** Title, licence and identifiers of an asset; empty where nobody gave any. */
  public Optional<WorkDetails> workOf(AssetContent asset) {
    return Optional.ofNullable(works.get(asset));
  }

  /** The contributors to all contents of an asset. */
  public List<Contributor> makersOfAll(Id asset) {
    return makers.entrySet().stream()
        .filter(each -> each.getKey().asset().equals(asset))
        .flatMap(each -> each.getValue().stream())
        .distinct()
        .toList();
  }

  private record Credited(String name, Set<String> roles) {}

  /** Names with roles, each person once. */
  public static String people(Collection<Contributor> people, String separator) {
    Map<Id, Credited> credited = new LinkedHashMap<>();
    for (Contributor person : people) {
      Credited known =
          credited.computeIfAbsent(
              person.id(), any -> new Credited(person.creditedAs(), new LinkedHashSet<>()));
      Optional.ofNullable(person.role()).ifPresent(known.roles::add);
    }
    return credited.values().stream()
        .map(each -> each.name + inBrackets(each.roles))
        .collect(Collectors.joining(separator));
  }

  /** Roles as they follow a name; empty for none. */
  public static String inBrackets(Collection<String> roles) {
    return roles.isEmpty() ? "" : " (" + String.join(", ", roles) + ")";
  }
}
