package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.attribution.ImportedLineage;
import io.patchwork.worker.attribution.export.ExportedFilm;
import io.patchwork.worker.attribution.flat.AssetLabels;
import io.patchwork.worker.attribution.flat.FlatFilm;
import io.patchwork.worker.attribution.flat.OnAt;
import io.patchwork.worker.attribution.flat.Run;
import io.patchwork.worker.attribution.flat.Runs;
import io.patchwork.worker.attribution.flat.Seconds;
import io.patchwork.worker.evidence.StoredEvidence;
import io.patchwork.worker.failure.Failure.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** {@code patchwork lineage}. */
@Command(
    name = "lineage",
    description = "Print who is in a render, where, for how long, and why somebody is not.")
final class LineageCommand implements Callable<Integer> {

  private static final int MAX_BYTES = 256 << 20;

  /** Runs of a person in the list of everybody. */
  private static final int MAX_RUNS = 6;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(
      paramLabel = "RENDER|NAME|FILE",
      description =
          "Id of a render, name of its timeline or of the timeline's file, or a lineage document.")
  private String what = "";

  @Option(
      names = "--person",
      paramLabel = "ID",
      description = "Print where one person is in it, and where not and why.")
  private @Nullable String person;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "Print who is seen and heard at an instant: seconds (12.5), a clock (0:00:12.500) or a"
              + " frame counted from 0 (300f).")
  private @Nullable String at;

  @Option(
      names = "--flat",
      description = "Print all uses, with what is in a render in the place of the render.")
  private boolean isFlat;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Print it for other programs: ${COMPLETION-CANDIDATES} (CSV a use, CSV a second, music cue"
              + " sheet, credits, WebVTT chapters, schema.org, the timeline with the lineage of each"
              + " clip as OpenTimelineIO).")
  private @Nullable LineageFormat format;

  @Option(names = "--json", description = "Print a document.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    long questions =
        Stream.of(person != null, at != null, isFlat, format != null)
            .filter(isAsked -> isAsked)
            .count();
    if (questions > 1) {
      throw CommandFailed.usage(
          "--person, --at, --flat and --format are different questions; ask one at a time.");
    }
    Optional<Document> document = document();
    try {
      if (document.isPresent()) {
        switch (document.get()) {
          case OfRender(Lineage lineage) -> print(lineage, null);
          case Imported(ImportedLineage lineage) -> printImported(lineage);
        }
      } else {
        WorkerConfig config = cluster.config();
        try (ObjectStore store = Stores.open(config.store(), config)) {
          print(new RenderFinder(what, cluster).find(store), store);
        }
      }
    } catch (Refused refused) {
      throw CommandFailed.job(refused.code(), String.valueOf(refused.getMessage()));
    }
    return 0;
  }

  /** A document that says who is in a film. */
  private sealed interface Document {}

  /** One of ours. */
  private record OfRender(Lineage lineage) implements Document {}

  /** One from elsewhere. */
  private record Imported(ImportedLineage lineage) implements Document {}

  /** The document that is meant; empty where it is a render. */
  private Optional<Document> document() throws IOException, CommandFailed {
    Path file;
    try {
      file = Path.of(what);
    } catch (InvalidPathException name) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      return Optional.of(new OfRender(Json.read(bytes, Lineage.class)));
    } catch (JacksonException e) {
      Optional<Document> imported = imported(bytes);
      if (imported.isPresent() || !what.endsWith(".json")) {
        // Else the timeline's own file, or one that happens to be named as the render is.
        return imported;
      }
      throw noDocument(e);
    }
  }

  private CommandFailed noDocument(JacksonException why) {
    return CommandFailed.usage(what + " is not a lineage document: " + why.getOriginalMessage());
  }

  private Optional<Document> imported(byte[] bytes) throws CommandFailed {
    JsonNode document;
    try {
      document = Json.tree(bytes);
    } catch (JacksonException noJson) {
      return Optional.empty();
    }
    if (!document.path("render").isArray()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Imported(Json.MAPPER.treeToValue(document, ImportedLineage.class)));
    } catch (JacksonException e) {
      throw noDocument(e);
    }
  }

  private void printImported(ImportedLineage document) throws Refused, CommandFailed {
    FlatFilm film = FlatFilm.of(document);
    if (at != null) {
      printAt(at, film, null, LineageLabels.NONE);
    } else if (isFlat) {
      printFlat(film, LineageLabels.NONE);
    } else {
      throw CommandFailed.usage(
          "The document names no people; print its uses with --flat, or an instant with --at.");
    }
  }

  private void print(Lineage lineage, @Nullable ObjectStore store) throws Refused, CommandFailed {
    if (isJson && !isFlat && person == null && at == null && format == null) {
      Terminal.json(lineage);
      return;
    }
    Optional<StoredEvidence> stored =
        Optional.ofNullable(store).map(open -> new StoredEvidence(open, lineage));
    FlatFilm film =
        stored.flatMap(StoredEvidence::composed).isPresent()
            ? FlatFilm.of(lineage, stored.flatMap(StoredEvidence::composed).orElseThrow())
            : FlatFilm.of(lineage);
    Map<Id, String> names = store == null ? Map.of() : RenderedTimelines.fileNames(store, lineage);
    AssetLabels known = AssetLabels.of(lineage, names);
    LineageLabels labels = new LineageLabels(known);
    if (person != null) {
      PersonAnswer answer =
          new PersonQuestion(lineage, stored, labels).answer(person, Runs.of(film));
      printAnswer(answer, answer.lines(labels, timelineStart(lineage)));
    } else if (at != null) {
      printAt(at, film, lineage, labels);
    } else if (format != null) {
      format
          .text(new ExportedFilm(lineage, film, Runs.of(film), known), stored, isJson)
          .lines()
          .forEach(Terminal::line);
    } else if (isFlat) {
      printFlat(film, labels);
    } else {
      printAll(lineage, store, Runs.of(film), labels);
    }
  }

  private static @Nullable RationalTime timelineStart(Lineage lineage) {
    return lineage.timelineRange() == null ? null : lineage.timelineRange().start();
  }

  private void printAnswer(Object answer, List<String> lines) {
    if (isJson) {
      Terminal.json(answer);
    } else {
      lines.forEach(Terminal::line);
    }
  }

  private void printAt(String time, FlatFilm film, @Nullable Lineage lineage, LineageLabels labels)
      throws CommandFailed {
    RationalTime instant = instant(time, lineage);
    if (instant.compareTo(film.duration()) >= 0) {
      throw CommandFailed.usage(
          "The film ends at "
              + film.duration().toClock()
              + ", so nobody is in it at "
              + instant.toClock()
              + "; choose an earlier time.");
    }
    InstantAnswer answer = InstantAnswer.of(instant, OnAt.of(film, instant), labels);
    printAnswer(answer, answer.lines(labels));
  }

  private static RationalTime instant(String text, @Nullable Lineage lineage) throws CommandFailed {
    if (!text.matches("[0-9]{1,9}f")) {
      return Arguments.time("--at", text);
    }
    if (lineage == null || lineage.frameRate() == null) {
      throw CommandFailed.usage(
          "The film has no frame rate, so frame " + text + " has no time; give seconds.");
    }
    return RationalTime.ofFrames(
        Long.parseLong(text.substring(0, text.length() - 1)), lineage.frameRate());
  }

  private void printFlat(FlatFilm film, LineageLabels labels) {
    Seconds seconds = Seconds.of(film);
    List<String> lines = new ArrayList<>(UsesText.flat(film.uses(), labels));
    seconds
        .weightedSeconds()
        .forEach((medium, assets) ->
            assets.forEach((asset, weighted) -> {
              Fraction present =
                  seconds
                      .presenceSeconds()
                      .getOrDefault(medium, Map.of())
                      .getOrDefault(asset, weighted);
              lines.add(
                  String.format(
                      "%-8s %s on, %s by its share  %s",
                      medium,
                      new RationalTime(present).toClock(),
                      new RationalTime(weighted).toClock(),
                      labels.madeAsset(asset)));
            }));
    printAnswer(seconds, lines);
  }

  private void printAll(
      Lineage lineage, @Nullable ObjectStore store, List<Run> runs, LineageLabels labels) {
    UsesText.lines(lineage, runs, labels).forEach(Terminal::line);
    new CreditsText(store, cluster, Map.of())
        .people(lineage, each -> where(each, lineage, runs, labels))
        .forEach(Terminal::line);
  }

  /** The first runs of a person. */
  private static List<String> where(
      Id person, Lineage lineage, List<Run> runs, LineageLabels labels) {
    List<Run> own = PersonQuestion.runs(person, lineage, runs);
    List<String> lines = new ArrayList<>();
    for (Run run : own.subList(0, Math.min(own.size(), MAX_RUNS))) {
      lines.add(
          String.format(
              "      %s  %-5s  %s",
              LineageLabels.range(run.out()),
              LineageLabels.perceived(run.medium()),
              labels.asset(run.asset()) + labels.through(run.through())));
    }
    if (own.size() > MAX_RUNS) {
      lines.add("      and " + (own.size() - MAX_RUNS) + " more; --person " + person + " has all");
    }
    return lines;
  }
}
