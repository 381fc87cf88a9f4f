package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.Result;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.job.Render;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.schema.manifest.ArtifactRole;
import io.patchwork.schema.proposal.Policy;
import io.patchwork.schema.proposal.Proposal;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.client.JobBatch;
import io.patchwork.worker.client.PendingJob;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.proposal.Policies;
import io.patchwork.worker.proposal.ProposalTerms;
import io.patchwork.worker.timelineimport.LocalFile;
import io.patchwork.worker.timelineimport.MissingMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code patchwork demo}: ingests sample media and renders a film. */
@Command(
    name = "demo",
    description = "Ingest real media, render a film of it, and show who is in it. No servers.")
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output directory (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("demo-out");

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean isJson;

  private static final Id FILM = new Id("demo");

  private final ProgressBar progressBar = new ProgressBar();

  /** A sample asset, as {@code infra/demo/assets.json} lists it. */
  private record DemoAsset(
      Id asset, String file, List<Contributor> contributors, @Nullable List<Id> resources) {}

  @Override
  public Integer call() throws Exception {
    Path demo = Path.of(System.getProperty("patchwork.home", ".")).resolve("infra/demo");
    Path list = demo.resolve("assets.json");
    if (!Files.exists(list)) {
      throw CommandFailed.failure(
          "There is no " + list + "; start the tour by worker/bin/patchwork of a checkout.");
    }
    Files.createDirectories(out);
    try (Connection connection = Connection.open(ClusterOptions.local(out.resolve("store")))) {
      List<Result.OfAsset> assets = ingest(demo, list, connection);
      Result.OfRender film = render(demo, connection);
      RenderCommand.fetch(film, connection.store(), out.resolve("film.mp4"));
      Lineage lineage = Objects.requireNonNull(film.document(), "a short film's lineage is small");
      Files.writeString(out.resolve("lineage.json"), Json.pretty(lineage));
      propose();
      writeReport(film, connection);
      report(assets, film, lineage, connection);
      return 0;
    }
  }

  /** Drafts how a thousand euros would be divided among the people in the film. */
  private void propose() throws IOException, CommandFailed, Failure {
    ClusterOptions cluster = ClusterOptions.local(out.resolve("store"));
    try (ProposalStore store =
        ProposalStore.open(cluster.config(), LedgerFiles.secret(null, cluster))) {
      Policy policy = Policies.read(ProposalFiles.defaultPolicy());
      Proposal proposal =
          ProposalTerms.first(policy, "EUR", "1000.00", FILM, LocalDate.now(ZoneOffset.UTC))
              .draft(store.inputs());
      ProposalFiles.write(out.resolve("proposal"), proposal, policy, store.inputs().names());
    }
  }

  private void writeReport(Result.OfRender film, Connection connection)
      throws IOException, Failure, InterruptedException {
    var _ =
        ReportCommand.report(connection)
            .write(
                new RenderRevision(film.render(), film.revision()),
                Files.createDirectories(out.resolve("report")),
                connection.folder().path(),
                null,
                progress -> {});
  }

  private List<Result.OfAsset> ingest(Path demo, Path list, Connection connection)
      throws IOException, CommandFailed, InterruptedException {
    DemoAsset[] assets = Json.read(Files.readAllBytes(list), DemoAsset[].class);
    List<Result.OfAsset> results = new ArrayList<>();
    try (JobBatch<DemoAsset> batch = new JobBatch<>()) {
      for (DemoAsset asset : assets) {
        LocalFile file =
            Arguments.file(
                demo.resolve("media").resolve(asset.file).toString(), connection.store());
        Ingest job =
            new Ingest(
                asset.asset,
                file.source(),
                asset.contributors,
                asset.resources == null ? List.of() : asset.resources,
                null,
                null,
                null);
        batch.add(asset, connection.jobs().send(job, asset.asset.value()));
      }
      batch.await(
          (asset, event) -> progressBar.progress(name(asset), event),
          (asset, end) -> {
            switch (result(name(asset), end)) {
              case Result.OfAsset made -> {
                results.add(made);
                progressBar.line(name(asset) + ": done");
              }
              case Result.OfRender _, Result.OfProposal _, Result.OfDeletion _ ->
                  throw otherJob(name(asset));
            }
          });
    }
    return results;
  }

  private Result.OfRender render(Path demo, Connection connection)
      throws IOException, CommandFailed, InterruptedException {
    Source.Stored timeline =
        new TimelineImports(connection, progressBar)
            .put(demo.resolve("film.otio"), List.of(), List.of(), MissingMedia.REFUSED)
            .timeline();
    Render job = Render.of(FILM, timeline, "hd");
    String what = "render film";
    try (PendingJob film = connection.jobs().send(job, "demo")) {
      return switch (result(what, film.await(event -> progressBar.progress(what, event)))) {
        case Result.OfRender made -> made;
        case Result.OfAsset _, Result.OfProposal _, Result.OfDeletion _ -> throw otherJob(what);
      };
    }
  }

  private static String name(DemoAsset asset) {
    return "ingest " + asset.asset;
  }

  private Result result(String what, JobEvent.Terminal end) throws CommandFailed {
    progressBar.clear();
    return switch (end) {
      case JobEvent.Completed completed -> completed.result();
      case JobEvent.Failed failed ->
          throw CommandFailed.job(failed.code(), what + ": " + failed.message());
      case JobEvent.Cancelled _ -> throw CommandFailed.failure(what + " was cancelled.");
    };
  }

  private static CommandFailed otherJob(String what) {
    return CommandFailed.failure(what + " has the id of another job.");
  }

  private void report(
      List<Result.OfAsset> assets, Result.OfRender film, Lineage lineage, Connection connection) {
    if (isJson) {
      Terminal.line(
          Json.text(
              Map.of(
                  "film", out.resolve("film.mp4").toString(),
                  "lineage", out.resolve("lineage.json").toString(),
                  "report", out.resolve("report/report.html").toString(),
                  "proposal", out.resolve("proposal/proposal.json").toString(),
                  "frameCount", film.frameCount(),
                  "segments", film.segments())));
      return;
    }
    System.out.println();
    Terminal.line(
        "film        "
            + out.resolve("film.mp4")
            + "  ("
            + film.frameCount()
            + " frames, "
            + lineage.duration().toClock()
            + ")");
    Terminal.line("lineage     " + out.resolve("lineage.json"));
    Terminal.line("report      " + out.resolve("report/report.html"));
    Terminal.line("proposal    " + out.resolve("proposal/proposal.html") + "  (a draft)");
    for (Result.OfAsset asset : assets) {
      // The largest poster is the first.
      for (ArtifactRole role : List.of(ArtifactRole.POSTER, ArtifactRole.STORYBOARD)) {
        asset.artifacts().stream()
            .filter(artifact -> artifact.role() == role)
            .findFirst()
            .map(artifact -> connection.store().uri(new ObjectKey(artifact.key())))
            .ifPresent(
                uri -> System.out.printf("%-11s %s%n", role.wireName(), Path.of(uri.getPath())));
      }
    }
    System.out.println();
    new CreditsText(connection.store(), ClusterOptions.local(out.resolve("store")), Map.of())
        .people(lineage)
        .forEach(Terminal::line);
  }
}
