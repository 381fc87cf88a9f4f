package io.patchwork.worker.c2pa;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Appearance;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The people of a film as CAWG metadata (CAWG Metadata Assertion 1.1), in terms of Dublin Core and
 * of IPTC's Video Metadata Hub. It holds what uploaders declared, so the signer gathers it and does
 * not attest it. No role is made up: whoever has none is a contributor without one.
 */
final class CreditsMetadata {

  static final String LABEL = "cawg.metadata";

  private static final Map<String, String> CONTEXT =
      Map.of(
          "dc", "http://purl.org/dc/elements/1.1/",
          "Iptc4xmpExt", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/");

  private CreditsMetadata() {}

  /** The assertion; empty where nobody is named. */
  static Optional<Assertion> of(Lineage lineage) {
    Set<AssetContent> present =
        Appearance.of(lineage).stream().map(Appearance::content).collect(Collectors.toSet());
    Map<Id, Person> people = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    Stream.concat(
            lineage.credits().stream()
                .filter(credit -> present.contains(credit.content()))
                .map(Credit::contributors)
                .flatMap(List::stream),
            lineage.additionalCredits().stream())
        .forEach(each -> people.computeIfAbsent(each.id(), Person::new).add(each));
    if (people.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("@context", CONTEXT);
    document.put("dc:contributor", people.values().stream().map(Person::name).toList());
    document.put("Iptc4xmpExt:Contributor", people.values().stream().map(Person::terms).toList());
    return Optional.of(Assertion.json(LABEL, Json.canonical(document)));
  }

  /** A person with all names and roles that they have in a lineage. */
  private static final class Person {
    private final Id id;
    private final TreeSet<String> names = new TreeSet<>();
    private final TreeSet<String> roles = new TreeSet<>();

    Person(Id id) {
      this.id = id;
    }

    void add(Contributor contributor) {
      names.add(contributor.creditedAs());
      if (contributor.role() != null) {
        roles.add(contributor.role());
      }
    }

    String name() {
      return names.first();
    }

    Map<String, Object> terms() {
      Map<String, Object> terms = new TreeMap<>();
      terms.put("Iptc4xmpExt:Name", name());
      terms.put("Iptc4xmpExt:Identifier", List.of(id.value()));
      if (!roles.isEmpty()) {
        terms.put("Iptc4xmpExt:Role", new ArrayList<>(roles));
      }
      return terms;
    }
  }
}
