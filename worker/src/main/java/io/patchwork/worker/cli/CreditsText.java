package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Presence;
import io.patchwork.worker.attribution.CreditRoll;
import io.patchwork.worker.timelineimport.AssetOriginals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a render, as lines for a person, and how to name who is not named.
 *
 * @param store the store of the render's assets; null where only its lineage is at hand
 * @param files the files of this machine that assets were made of just now
 */
record CreditsText(@Nullable ObjectStore store, ClusterOptions cluster, Map<Id, Path> files) {

  /** The contributors and for how long each is seen, heard or read, longest first. */
  List<String> people(Lineage lineage) {
    return people(lineage, person -> List.of());
  }

  /**
   * The same with more about each.
   *
   * @param more lines about a person
   */
  List<String> people(Lineage lineage, Function<Id, List<String>> more) {
    List<String> lines = new ArrayList<>();
    lines.add("who is in it:");
    for (Presence presence : Presence.of(lineage)) {
      lines.add(
          "  "
              + times(presence)
              + "  "
              + presence.contributor().creditedAs()
              + roles(lineage, presence.contributor().id()));
      lines.addAll(more.apply(presence.contributor().id()));
    }
    for (Contributor person : CreditRoll.additionalCredits(lineage).toList()) {
      lines.add(
          "  credited                                "
              + person.creditedAs()
              + (person.role() == null ? "" : " (" + person.role() + ")"));
    }
    for (Credit credit : lineage.credits()) {
      if (credit.render() != null) {
        lines.add(
            "  asset "
                + credit.asset()
                + " is itself a render (\""
                + credit.render().render()
                + "\")"
                + (credit.nestedContributors().isEmpty() ? "" : " with the work of ")
                + credit.nestedContributors().stream()
                    .map(Contributor::creditedAs)
                    .collect(Collectors.joining(", ")));
      }
    }
    lines.addAll(unnamed(lineage));
    return lines.size() == 1
        ? List.of("who is in it: nobody (no named contributor made anything in it)")
        : lines;
  }

  /** For how long somebody is perceived, as wide for everybody. */
  private static String times(Presence presence) {
    boolean isRead = presence.read().seconds().signum() > 0;
    boolean isPerceived =
        isRead || presence.seen().seconds().signum() > 0 || presence.heard().seconds().signum() > 0;
    return isPerceived
        ? "seen "
            + presence.seen().toClock()
            + "  heard "
            + presence.heard().toClock()
            + (isRead ? "  read " + presence.read().toClock() : "")
        : "used, but neither seen nor heard  ";
  }

  /** The roles of a contributor in all used assets. */
  private static String roles(Lineage lineage, Id person) {
    String roles =
        lineage.credits().stream()
            .flatMap(credit -> credit.contributors().stream())
            .filter(contributor -> contributor.id().equals(person))
            .flatMap(contributor -> Optional.ofNullable(contributor.role()).stream())
            .distinct()
            .collect(Collectors.joining(", "));
    return roles.isEmpty() ? "" : " (" + roles + ")";
  }

  /** The assets without a contributor, and the commands that name one. */
  private List<String> unnamed(Lineage lineage) {
    List<Id> unnamed =
        lineage.credits().stream().filter(Credit::namesNobody).map(Credit::asset).toList();
    if (unnamed.isEmpty()) {
      return List.of();
    }
    Map<Id, String> names = store == null ? Map.of() : RenderedTimelines.fileNames(store, lineage);
    List<String> lines = new ArrayList<>();
    for (Id asset : unnamed) {
      Path file = files.get(asset);
      String name = file == null ? names.get(asset) : String.valueOf(file.getFileName());
      lines.add(
          "  nobody is named as contributor of "
              + (name == null ? "asset " + asset : name + " (asset " + asset + ")")
              + "; name somebody with:");
      lines.add("    " + command(asset));
    }
    lines.add("  then render again, so that the credits name them.");
    return lines;
  }

  private String command(Id asset) {
    String source =
        Optional.ofNullable(files.get(asset))
            .map(file -> Arguments.quoted(file.toString()))
            .or(() -> original(asset).map(uri -> "--asset " + asset + " " + Arguments.quoted(uri)))
            .orElse("--asset " + asset + " FILE");
    return "patchwork ingest "
        + cluster.argument()
        + source
        + " --contributor ID:NAME:ROLE"
        + (cluster.isLocal() ? "" : " --wait");
  }

  private Optional<String> original(Id asset) {
    return Optional.ofNullable(store).flatMap(known -> AssetOriginals.uri(known, asset));
  }
}
