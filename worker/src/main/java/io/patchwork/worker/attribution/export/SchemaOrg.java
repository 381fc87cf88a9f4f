package io.patchwork.worker.attribution.export;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.WorkDetails;
import io.patchwork.schema.lineage.AssetContent;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.attribution.flat.Run;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A film in the vocabulary of schema.org as JSON-LD: who made it, what it is based on, and a clip
 * for each range in which an asset is on.
 *
 * @see "schema.org: VideoObject, AudioObject, Clip, Role, creditText"
 */
public final class SchemaOrg {

  private static final String TYPE = "@type";

  private SchemaOrg() {}

  /** The document. */
  public static ObjectNode of(ExportedFilm film) {
    CreditList credits = CreditList.of(film);
    boolean isVideo = film.lineage().frameRate() != null;
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("@context", "https://schema.org");
    node.put(TYPE, isVideo ? "VideoObject" : "AudioObject");
    node.put("identifier", film.lineage().render().value());
    node.put("duration", duration(film.film().duration()));
    ArrayNode creators = node.putArray("creator");
    for (CreditList.Role role : credits.roles()) {
      for (CreditList.Person person : role.people()) {
        creators.add(creator(person.id(), person.name(), role.role(), person.identifiers()));
      }
    }
    node.put("creditText", credits.line());
    ArrayNode sources = node.putArray("isBasedOn");
    Set<AssetContent> assets = new TreeSet<>();
    film.film().uses().stream().filter(Use::isPresent).map(Use::content).forEach(assets::add);
    film.runs().stream().filter(Run::isRender).map(Run::content).forEach(assets::add);
    assets.forEach(asset -> sources.add(work(film, asset)));
    ArrayNode clips = node.putArray("hasPart");
    film.runs().stream().filter(run -> !run.isRender()).forEach(run -> clips.add(clip(film, run)));
    return node;
  }

  /** The id alone, or with others, each as a property that its scheme names. */
  private static void addIdentifiers(Id id, Map<String, String> others, ObjectNode node) {
    if (others.isEmpty()) {
      node.put("identifier", id.value());
      return;
    }
    ArrayNode all = node.putArray("identifier");
    all.add(id.value());
    others.forEach((scheme, value) -> {
      ObjectNode identifier = all.addObject();
      identifier.put(TYPE, "PropertyValue");
      identifier.put("propertyID", scheme);
      identifier.put("value", value);
    });
  }

  private static ObjectNode creator(
      Id id, String name, String role, Map<String, String> identifiers) {
    ObjectNode person = Json.MAPPER.createObjectNode();
    person.put(TYPE, "Person");
    addIdentifiers(id, identifiers, person);
    person.put("name", name);
    if (role.isEmpty()) {
      return person;
    }
    ObjectNode inRole = Json.MAPPER.createObjectNode();
    inRole.put(TYPE, "Role");
    inRole.put("roleName", role);
    inRole.set("creator", person);
    return inRole;
  }

  private static ObjectNode work(ExportedFilm film, AssetContent asset) {
    ObjectNode work = Json.MAPPER.createObjectNode();
    work.put(TYPE, "CreativeWork");
    addIdentifiers(
        asset.asset(),
        film.workOf(asset).map(WorkDetails::identifiers).orElse(Collections.emptySortedMap()),
        work);
    work.put("name", film.name(asset.asset()));
    addCreators(film, asset, work);
    film.workOf(asset)
        .ifPresent(details -> {
          if (details.licence() != null) {
            work.put("license", details.licence());
          }
        });
    return work;
  }

  private static void addCreators(ExportedFilm film, AssetContent asset, ObjectNode node) {
    ArrayNode creators = node.putArray("creator");
    for (Contributor each : new LinkedHashSet<>(film.makersOf(asset))) {
      creators.add(
          creator(
              each.id(),
              each.creditedAs(),
              each.role() == null ? "" : each.role(),
              each.identifiers()));
    }
  }

  private static ObjectNode clip(ExportedFilm film, Run run) {
    ObjectNode clip = Json.MAPPER.createObjectNode();
    clip.put(TYPE, "Clip");
    clip.put("name", film.name(run.asset()));
    clip.put("startOffset", ExportedFilm.seconds(run.out().start().seconds()));
    clip.put("endOffset", ExportedFilm.seconds(run.out().end().seconds()));
    clip.put("encodingFormat", run.medium().wireName());
    ObjectNode source = clip.putObject("isBasedOn");
    source.put(TYPE, "CreativeWork");
    source.put("identifier", run.asset().value());
    addCreators(film, run.content(), clip);
    return clip;
  }

  /** A duration as ISO 8601. */
  private static String duration(RationalTime time) {
    return "PT" + ExportedFilm.seconds(time.seconds()).stripTrailingZeros().toPlainString() + "S";
  }
}
