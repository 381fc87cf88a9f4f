package io.patchwork.worker.cli;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
import io.patchwork.worker.client.JobBatch;
import io.patchwork.worker.client.JobClient;
import io.patchwork.worker.timelineimport.AssetIds;
import io.patchwork.worker.timelineimport.LocalFile;
import io.patchwork.worker.transcode.LadderProfiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork ingest}. */
@Command(
    name = "ingest",
    description = "Ingest files: renditions, thumbnails, fingerprints, manifest.")
final class IngestCommand implements Callable<Integer> {

  /** How long a file in a watched folder must not have been written to. */
  private static final Duration QUIET_TIME = Duration.ofSeconds(2);

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Mixin private WorkOptions work = new WorkOptions();

  @Parameters(arity = "0..*", paramLabel = "FILE|URI", description = "Files or store URIs.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--watch",
      paramLabel = "DIR",
      description =
          "Ingest every file in a folder and its subfolders, and every new one, until Ctrl-C; each"
              + " content once.")
  private @Nullable Path watched;

  @Option(
      names = "--asset",
      paramLabel = "ID",
      description = "Id of the asset (default: derived from the file name).")
  private @Nullable String asset;

  @Option(
      names = "--resource",
      paramLabel = "ASSET",
      description = "Asset this one was derived from; repeatable.")
  private List<String> resources = new ArrayList<>();

  @Option(
      names = "--profile",
      completionCandidates = LadderNames.class,
      paramLabel = "NAME",
      description =
          "Ladder profile: ${COMPLETION-CANDIDATES}, or one of the operator (default: "
              + LadderProfiles.DEFAULT
              + ").")
  private @Nullable String profile;

  @Option(names = "--wait", description = "Wait for the end (always with --local).")
  private boolean isWaiting;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    if (asset != null && (sources.size() > 1 || watched != null)) {
      throw CommandFailed.usage("--asset names one asset; give one file with it.");
    }
    if (sources.isEmpty() == (watched == null)) {
      throw CommandFailed.usage("Give either files to ingest, or a folder with --watch.");
    }
    if (watched != null && !Files.isDirectory(watched)) {
      throw CommandFailed.usage("The folder \"" + watched + "\" is not there; check --watch.");
    }
    if (work.namesOneWork() && (sources.size() > 1 || watched != null)) {
      throw CommandFailed.usage(
          "--title, --licence and --identifier describe one work; give one file with them.");
    }
    List<Contributor> people = work.people();
    List<Id> madeFrom = new ArrayList<>();
    for (String text : resources) {
      madeFrom.add(Arguments.id("--resource", text));
    }
    try (Connection connection = Connection.open(cluster)) {
      if (watched == null) {
        ingest(sources, people, madeFrom, connection);
        connection.onInterruption(List::of);
        return 0;
      }
      IngestInterruption interruption = new IngestInterruption(cluster);
      connection.onInterruption(interruption::watching);
      try (WatchedFolder folder = new WatchedFolder(watched, QUIET_TIME)) {
        for (List<Path> files = folder.take(); !files.isEmpty(); files = folder.take()) {
          watch(files.stream().map(Path::toString).toList(), people, madeFrom, connection);
          connection.onInterruption(interruption::watching);
        }
      }
      return 0;
    }
  }

  /** Ingests files; a failure is printed and does not end the watch. */
  private void watch(
      List<String> files, List<Contributor> people, List<Id> madeFrom, Connection connection)
      throws InterruptedException {
    try {
      ingest(files, people, madeFrom, connection);
    } catch (CommandFailed failed) {
      failed.lines().stream().map(Terminal::plain).forEach(System.err::println);
    }
  }

  private void ingest(
      List<String> batchSources, List<Contributor> people, List<Id> madeFrom, Connection connection)
      throws CommandFailed, InterruptedException {
    AssetJobPrinter printer = new AssetJobPrinter(connection.store(), isJson);
    JobClient jobs = connection.jobs();
    IngestInterruption interruption = new IngestInterruption(cluster);
    connection.onInterruption(() -> interruption.of(batchSources.size(), printer::ended));
    try (JobBatch<AssetJobPrinter.Label> batch = new JobBatch<>()) {
      for (String source : batchSources) {
        try {
          Ingest job = job(source, people, madeFrom, connection);
          String id = job.asset().value();
          batch.add(new AssetJobPrinter.Label(source, id), jobs.send(job, id));
        } catch (CommandFailed failure) {
          printer.failed(source, failure);
        }
      }
      printer.print(batch, isWaiting || cluster.isLocal());
    }
  }

  private Ingest job(
      String source, List<Contributor> people, List<Id> madeFrom, Connection connection)
      throws CommandFailed {
    if (Arguments.isUri(source)) {
      Source.Stored stored = stored(source);
      Id id = asset == null ? AssetIds.ofObject(source) : Arguments.id("--asset", asset);
      return new Ingest(id, stored, people, madeFrom, null, null, profile, work.work());
    }
    LocalFile file = Arguments.file(source, connection.store());
    Id id = asset == null ? file.asset() : Arguments.id("--asset", asset);
    return new Ingest(id, file.source(), people, madeFrom, null, null, profile, work.work());
  }

  private static Source.Stored stored(String source) throws CommandFailed {
    try {
      if (Source.parse(source) instanceof Source.Stored stored) {
        return stored;
      }
    } catch (IllegalArgumentException e) {
      throw CommandFailed.usage(e.getMessage() + ".");
    }
    throw CommandFailed.usage(
        source + " is an asset that was ingested already; name a file or a store URI.");
  }
}
