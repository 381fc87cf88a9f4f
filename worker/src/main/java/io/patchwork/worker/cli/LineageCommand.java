package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.render.LatestRevision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;

/** {@code patchwork lineage}. */
@Command(name = "lineage", description = "Print who is in a render, where, and for how long.")
final class LineageCommand implements Callable<Integer> {

  private static final int MAX_NAMED = 10;
  private static final int MAX_BYTES = 256 << 20;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(
      paramLabel = "RENDER|NAME|FILE",
      description =
          "Id of a render, name of its timeline or of the timeline's file, or a lineage document.")
  private String what = "";

  @Option(names = "--json", description = "Print the lineage document.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    Optional<Lineage> document = document();
    if (document.isPresent()) {
      print(document.get(), null);
      return 0;
    }
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config)) {
      print(find(store), store);
    }
    return 0;
  }

  private void print(Lineage lineage, @Nullable ObjectStore store) {
    if (isJson) {
      Terminal.json(lineage);
      return;
    }
    UsesText.lines(lineage).forEach(Terminal::line);
    new CreditsText(store, cluster, Map.of()).people(lineage).forEach(Terminal::line);
  }

  /** The lineage document that is meant; empty where it is a render. */
  private Optional<Lineage> document() throws IOException, CommandFailed {
    Path file;
    try {
      file = Path.of(what);
    } catch (InvalidPathException name) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.read(Files.readAllBytes(file), Lineage.class));
    } catch (JacksonException e) {
      if (!what.endsWith(".json")) {
        // The timeline's own file, or one that happens to be named as the render is.
        return Optional.empty();
      }
      throw CommandFailed.usage(file + " is not a lineage document: " + e.getOriginalMessage());
    }
  }

  /** Finds a render by its id, by the name of its timeline's file, or by that of its timeline. */
  private Lineage find(ObjectStore store) throws CommandFailed {
    Optional<LatestRevision> latest =
        id(what)
            .flatMap(id -> RenderedTimelines.latest(store, id))
            .or(() -> id(Arguments.stem(what)).flatMap(id -> RenderedTimelines.latest(store, id)));
    LatestRevision revision = latest.isPresent() ? latest.get() : ofTimeline(store);
    return RenderedTimelines.lineage(store, revision)
        .orElseThrow(() ->
            CommandFailed.failure(
                "The render "
                    + revision.render()
                    + " is not finished"
                    + (cluster.isLocal()
                        ? "; run patchwork render again, which goes on from what is there."
                        : "; patchwork watch shows what is going on.")));
  }

  private static Optional<Id> id(String text) {
    try {
      return Optional.of(new Id(text));
    } catch (IllegalArgumentException noId) {
      return Optional.empty();
    }
  }

  private LatestRevision ofTimeline(ObjectStore store) throws CommandFailed {
    // A bucket holds too many renders to look through.
    List<LatestRevision> all = cluster.isLocal() ? RenderedTimelines.all(store) : List.of();
    List<LatestRevision> named =
        all.stream()
            .filter(each -> RenderedTimelines.name(store, each).filter(this::isMeant).isPresent())
            .toList();
    if (named.size() == 1) {
      return named.getFirst();
    }
    if (!named.isEmpty()) {
      throw CommandFailed.failure(
          "Several renders are of a timeline named " + what + ": " + ids(named) + "; give an id.");
    }
    throw CommandFailed.failure(
        !cluster.isLocal()
            ? "There is no render \"" + what + "\"; patchwork watch shows what is going on."
            : all.isEmpty()
                ? "There is no render in "
                    + cluster.place()
                    + "; patchwork render "
                    + cluster.argument()
                    + "TIMELINE.otio makes one."
                : "There is no render \""
                    + what
                    + "\" in "
                    + cluster.place()
                    + "; the renders there are "
                    + ids(all)
                    + ".");
  }

  /** Whether the name of a timeline is meant, however its letters are composed. */
  private boolean isMeant(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC)
        .equalsIgnoreCase(Normalizer.normalize(what, Normalizer.Form.NFC));
  }

  private static String ids(List<LatestRevision> renders) {
    String ids =
        renders.stream()
            .limit(MAX_NAMED)
            .map(each -> each.render().value())
            .collect(Collectors.joining(", "));
    return renders.size() > MAX_NAMED
        ? ids + " and " + (renders.size() - MAX_NAMED) + " more"
        : ids;
  }
}
