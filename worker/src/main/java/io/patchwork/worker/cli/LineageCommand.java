package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.Medium;
import io.patchwork.schema.lineage.Presence;
import io.patchwork.schema.lineage.Use;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.render.LatestRevision;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;

/** {@code patchwork lineage}. */
@Command(name = "lineage", description = "Print who is in a render, where, and for how long.")
final class LineageCommand implements Callable<Integer> {

  private static final int MAX_BYTES = 256 << 20;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(
      paramLabel = "RENDER|FILE.json",
      description = "Id of a render, or a lineage document.")
  private String what = "";

  @Option(names = "--json", description = "Print the lineage document.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    Lineage lineage = Files.isRegularFile(Path.of(what)) ? read(Path.of(what)) : find();
    System.out.print(isJson ? Json.text(lineage) + "\n" : uses(lineage) + people(lineage));
    return 0;
  }

  private static Lineage read(Path file) throws IOException, CommandFailed {
    try {
      return Json.read(Files.readAllBytes(file), Lineage.class);
    } catch (JacksonException e) {
      throw CommandFailed.usage(file + " is not a lineage document: " + e.getOriginalMessage());
    }
  }

  private Lineage find() throws CommandFailed {
    Id render = Arguments.id("RENDER", what);
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config)) {
      return store
          .read(StoreLayout.latestRevision(render), MAX_BYTES)
          .map(content -> Json.read(content.bytes(), LatestRevision.class))
          .map(latest -> StoreLayout.renderOutput(render, latest.revision(), "lineage.json"))
          .flatMap((ObjectKey key) -> store.read(key, MAX_BYTES))
          .map(content -> Json.read(content.bytes(), Lineage.class))
          .orElseThrow(() ->
              CommandFailed.failure(
                  "There is no finished render "
                      + render
                      + "; patchwork watch shows what is"
                      + " going on."));
    }
  }

  private static String uses(Lineage lineage) {
    StringBuilder text = new StringBuilder();
    lineage
        .uses()
        .forEach(use ->
            text.append(
                String.format(
                    "%-8s %s – %s  %s%s%n",
                    use.medium().wireName(),
                    use.out().start().toClock(),
                    use.out().end().toClock(),
                    use.asset(),
                    seen(use))));
    lineage
        .generated()
        .forEach(part ->
            text.append(
                String.format(
                    "%-8s %s – %s  (%s)%n",
                    part.medium().wireName(),
                    part.out().start().toClock(),
                    part.out().end().toClock(),
                    part.generator())));
    return text.toString();
  }

  private static String seen(Use use) {
    Fraction visible = use.visible();
    if (visible.signum() == 0) {
      return use.medium() == Medium.AUDIO ? "  (silent)" : "  (covered)";
    }
    return visible.equals(Fraction.ONE)
        ? ""
        : "  ("
            + visible.times(Fraction.of(100)).toDecimal(new MathContext(3)).toPlainString()
            + " %)";
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

  /** The contributors and for how long each is seen, heard or read, longest first. */
  static String people(Lineage lineage) {
    StringBuilder text = new StringBuilder("who is in it:\n");
    for (Presence presence : Presence.of(lineage)) {
      String roles = roles(lineage, presence.contributor().id());
      text.append(
          String.format(
              "  seen %s  heard %s  %s%s%s%n",
              presence.seen().toClock(),
              presence.heard().toClock(),
              presence.read().seconds().signum() == 0
                  ? ""
                  : "read " + presence.read().toClock() + "  ",
              presence.contributor().creditedAs(),
              roles));
    }
    for (Contributor person : lineage.additionalCredits()) {
      text.append("  credited                                ").append(person.creditedAs());
      text.append(person.role() == null ? "" : " (" + person.role() + ")").append('\n');
    }
    for (Credit credit : lineage.credits()) {
      if (credit.render() != null) {
        text.append("  asset ").append(credit.asset()).append(" is the render ");
        text.append(credit.render().render());
        text.append(credit.nestedContributors().isEmpty() ? "" : ", with ");
        text.append(
            credit.nestedContributors().stream()
                .map(Contributor::creditedAs)
                .collect(Collectors.joining(", ")));
        text.append('\n');
      }
    }
    lineage.credits().stream()
        .filter(credit -> credit.contributors().isEmpty() && credit.nestedContributors().isEmpty())
        .forEach(credit ->
            text.append("  nobody is named as contributor of asset ")
                .append(credit.asset())
                .append('\n'));
    return text.toString();
  }
}
