package io.patchwork.worker.c2pa;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import io.patchwork.schema.lineage.Appearance;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.wire.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The people of a film as CAWG metadata (CAWG Metadata Assertion 1.1), in terms of Dublin Core and
 * of IPTC's Video Metadata Hub, and what the works in it are called and on which terms they may be
 * used, each as an ingredient of XMP. It holds what uploaders declared, so the signer gathers it
 * and does not attest it. Nothing is made up: roles and identifiers are as they were given, and
 * whoever has no role is a contributor without one.
 */
final class CreditsMetadata {

  static final String LABEL = "cawg.metadata";

  private static final Map<String, String> CONTEXT =
      Map.of(
          "dc", "http://purl.org/dc/elements/1.1/",
          "Iptc4xmpExt", "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
          "stRef", "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
          "xmpMM", "http://ns.adobe.com/xap/1.0/mm/",
          "xmpRights", "http://ns.adobe.com/xap/1.0/rights/");

  /** A licence that is the address of its text. */
  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");

  private CreditsMetadata() {}

  /** The assertion; empty where nobody is named, and no work has a title or terms. */
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
    List<Map<String, Object>> works =
        lineage.credits().stream()
            .filter(credit -> present.contains(credit.content()))
            .sorted(Comparator.comparing(Credit::content))
            .flatMap(credit -> work(credit).stream())
            .toList();
    if (people.isEmpty() && works.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("@context", CONTEXT);
    if (!people.isEmpty()) {
      document.put("dc:contributor", people.values().stream().map(Person::name).toList());
      document.put("Iptc4xmpExt:Contributor", people.values().stream().map(Person::terms).toList());
    }
    if (!works.isEmpty()) {
      document.put("xmpMM:Ingredients", works);
    }
    return Optional.of(Assertion.json(LABEL, Json.canonical(document)));
  }

  /** The details of a work; its instance is that of the ingredient that it is in the film. */
  private static Optional<Map<String, Object>> work(Credit credit) {
    WorkDetails details = credit.work();
    if (details == null) {
      return Optional.empty();
    }
    Map<String, Object> terms = new TreeMap<>();
    if (details.title() != null) {
      terms.put("dc:title", details.title());
    }
    if (details.licence() != null) {
      boolean isAddress = ADDRESS.matcher(details.licence()).matches();
      terms.put(isAddress ? "xmpRights:WebStatement" : "dc:rights", details.licence());
    }
    if (!details.identifiers().isEmpty()) {
      terms.put("dc:identifier", schemes(details.identifiers()).toList());
    }
    if (terms.isEmpty()) {
      return Optional.empty();
    }
    terms.put("stRef:instanceID", FilmIngredient.instance(credit.sha256()));
    return Optional.of(terms);
  }

  private static Stream<String> schemes(SortedMap<String, String> identifiers) {
    return identifiers.entrySet().stream().map(each -> each.getKey() + ":" + each.getValue());
  }

  /** A person with all names and roles that they have in a lineage. */
  private static final class Person {
    private final Id id;
    private final TreeSet<String> names = new TreeSet<>();
    private final TreeSet<String> roles = new TreeSet<>();
    private final TreeSet<String> identifiers = new TreeSet<>();

    Person(Id id) {
      this.id = id;
    }

    void add(Contributor contributor) {
      names.add(contributor.creditedAs());
      schemes(contributor.identifiers()).forEach(identifiers::add);
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
      terms.put(
          "Iptc4xmpExt:Identifier",
          Stream.concat(Stream.of(id.value()), identifiers.stream()).toList());
      if (!roles.isEmpty()) {
        terms.put("Iptc4xmpExt:Role", new ArrayList<>(roles));
      }
      return terms;
    }
  }
}
