package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code patchwork demo}: the tour. */
@Command(
    name = "demo",
    description = "Ingest real media, render a film of it, and show who is in it. No servers.")
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where film, lineage and store are left; demo-out.")
  private Path out = Path.of("demo-out");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean isJson;

  private final Screen screen = new Screen();

  /** An asset of the tour, as {@code infra/demo/assets.json} lists it. */
  private record DemoAsset(
      Id asset, String file, List<Contributor> contributors, @Nullable List<Id> resources) {}

  @Override
  public Integer call() throws Exception {
    Path demo = Path.of(System.getProperty("patchwork.home", ".")).resolve("infra/demo");
    Path list = demo.resolve("assets.json");
    if (!Files.exists(list)) {
      throw CommandFailed.because(
          "There is no " + list + "; start the tour by worker/bin/patchwork of a checkout.");
    }
    Files.createDirectories(out);
    try (Session session = Session.open(Where.here(out.resolve("store")))) {
      List<Result.OfAsset> assets = ingest(demo, list, session);
      Result.OfRender film = render(demo, session);
      RenderCommand.fetch(film, session.store(), out.resolve("film.mp4"));
      Lineage lineage = Objects.requireNonNull(film.document(), "a short film's lineage is small");
      Files.writeString(out.resolve("lineage.json"), Json.pretty(lineage));
      report(assets, film, lineage, session);
      return 0;
    }
  }

  private List<Result.OfAsset> ingest(Path demo, Path list, Session session)
      throws IOException, CommandFailed, InterruptedException {
    DemoAsset[] assets = Json.read(Files.readAllBytes(list), DemoAsset[].class);
    Map<DemoAsset, JobClient.Pending> pending = new LinkedHashMap<>();
    for (DemoAsset asset : assets) {
      LocalFile file = LocalFile.put(demo.resolve("media").resolve(asset.file), session.store());
      Ingest job =
          new Ingest(
              asset.asset,
              file.source(),
              asset.contributors,
              asset.resources == null ? List.of() : asset.resources,
              null,
              null,
              null);
      pending.put(asset, session.client().send(job, asset.asset.value()));
    }
    List<Result.OfAsset> results = new ArrayList<>();
    for (var entry : pending.entrySet()) {
      String what = "ingest " + entry.getKey().asset;
      JobEvent end = await(what, entry.getValue());
      if (end instanceof JobEvent.Completed(var _, Result.OfAsset result)) {
        results.add(result);
        screen.line(what + ": done");
      }
    }
    return results;
  }

  private Result.OfRender render(Path demo, Session session)
      throws CommandFailed, InterruptedException {
    var timeline = TimelineFile.put(demo.resolve("film.otio"), List.of(), false, session, screen);
    Render job = Render.of(new Id("demo"), timeline, "hd");
    JobEvent end = await("render film", session.client().send(job, "demo"));
    if (end instanceof JobEvent.Completed(var _, Result.OfRender result)) {
      return result;
    }
    throw CommandFailed.because("The film was not rendered: " + end.kind().word() + ".");
  }

  private JobEvent await(String what, JobClient.Pending pending)
      throws CommandFailed, InterruptedException {
    try (pending) {
      JobEvent end = pending.await(event -> screen.progress(what, event));
      screen.clear();
      if (end instanceof JobEvent.Failed failed) {
        throw CommandFailed.job(failed.code(), what + ": " + failed.message());
      }
      return end;
    }
  }

  private void report(
      List<Result.OfAsset> assets, Result.OfRender film, Lineage lineage, Session session) {
    if (isJson) {
      System.out.println(
          Json.text(
              Map.of(
                  "film", out.resolve("film.mp4").toString(),
                  "lineage", out.resolve("lineage.json").toString(),
                  "frames", film.frames(),
                  "segments", film.segments())));
      return;
    }
    System.out.println();
    System.out.println(
        "film        "
            + out.resolve("film.mp4")
            + "  ("
            + film.frames()
            + " frames, "
            + lineage.duration().toClock()
            + ")");
    System.out.println("lineage     " + out.resolve("lineage.json"));
    for (Result.OfAsset asset : assets) {
      // The largest of its posters is the first.
      for (String role : List.of("poster", "storyboard")) {
        asset.artifacts().stream()
            .filter(artifact -> artifact.role().equals(role))
            .findFirst()
            .map(artifact -> session.store().uri(new ObjectKey(artifact.key())))
            .ifPresent(uri -> System.out.printf("%-11s %s%n", role, Path.of(uri.getPath())));
      }
    }
    System.out.println();
    System.out.print(LineageCommand.people(lineage));
  }
}
