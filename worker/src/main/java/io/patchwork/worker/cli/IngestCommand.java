package io.patchwork.worker.cli;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.job.Ingest;
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
    description = "Make files assets: rendition, thumbnails, fingerprints, manifest.")
final class IngestCommand implements Callable<Integer> {

  /** Files that arrive slowly pause that long. */
  private static final Duration REST = Duration.ofSeconds(2);

  @Mixin private Where where = new Where();

  @Parameters(arity = "0..*", paramLabel = "FILE|URI", description = "Files or store URIs.")
  private List<String> sources = new ArrayList<>();

  @Option(
      names = "--watch",
      paramLabel = "DIR",
      description =
          "Ingest every file in a folder and below it, and every one that comes, until Ctrl-C; each"
              + " content once.")
  private @Nullable Path watched;

  @Option(names = "--asset", paramLabel = "ID", description = "The asset's id; made of the name.")
  private @Nullable String asset;

  @Option(
      names = "--contributor",
      paramLabel = "ID[:NAME[:ROLE]]",
      description = "Whose work it is; repeatable.")
  private List<String> contributors = new ArrayList<>();

  @Option(
      names = "--resource",
      paramLabel = "ASSET",
      description = "An asset that it was made from; repeatable.")
  private List<String> resources = new ArrayList<>();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "The ladder of renditions: web (default), hevc, vp9, compact, or an operator's.")
  private @Nullable String profile;

  @Option(names = "--wait", description = "Wait for the end (always with --local).")
  private boolean isWaiting;

  @Option(names = "--json", description = "Print one JSON object a line.")
  private boolean isJson;

  @Override
  public Integer call() throws Exception {
    if (asset != null && (sources.size() > 1 || watched != null)) {
      throw CommandFailed.misuse("--asset names one asset; give one file with it.");
    }
    if (sources.isEmpty() == (watched == null)) {
      throw CommandFailed.misuse("Give either files to ingest, or a folder with --watch.");
    }
    if (watched != null && !Files.isDirectory(watched)) {
      throw CommandFailed.misuse("There is no folder " + watched + " to watch.");
    }
    List<Contributor> people = new ArrayList<>();
    for (String text : contributors) {
      people.add(contributor(text));
    }
    List<Id> madeFrom = new ArrayList<>();
    for (String text : resources) {
      madeFrom.add(id("--resource", text));
    }
    try (Session session = Session.open(where)) {
      if (watched == null) {
        ingest(sources, people, madeFrom, session);
        return 0;
      }
      try (WatchedFolder folder = new WatchedFolder(watched, REST)) {
        for (List<Path> files = folder.take(); !files.isEmpty(); files = folder.take()) {
          watch(files.stream().map(Path::toString).toList(), people, madeFrom, session);
        }
      }
      return 0;
    }
  }

  /** One that fails is told, and the next is waited for. */
  private void watch(
      List<String> files, List<Contributor> people, List<Id> madeFrom, Session session)
      throws InterruptedException {
    try {
      ingest(files, people, madeFrom, session);
    } catch (CommandFailed told) {
      told.lines().forEach(System.err::println);
    }
  }

  private void ingest(
      List<String> these, List<Contributor> people, List<Id> madeFrom, Session session)
      throws CommandFailed, InterruptedException {
    AssetRun run = new AssetRun(session, isJson);
    JobClient client = session.client();
    for (String source : these) {
      try {
        Ingest job = job(source, people, madeFrom, session);
        run.add(source, job.asset().value(), client.send(job, job.asset().value()));
      } catch (CommandFailed failure) {
        run.failed(source, failure);
      }
    }
    if (isWaiting || where.isLocal()) {
      run.await();
    } else {
      run.printIds();
    }
  }

  private Ingest job(String source, List<Contributor> people, List<Id> madeFrom, Session session)
      throws CommandFailed {
    if (LocalFile.isUri(source)) {
      Source.Stored stored = stored(source);
      Id id =
          asset == null
              ? new Id("object-" + Sha256.of(source).hex().substring(0, 16))
              : id("--asset", asset);
      return new Ingest(id, stored, people, madeFrom, null, null, profile);
    }
    LocalFile file = LocalFile.put(Path.of(source), session.store());
    Id id = asset == null ? file.asset() : id("--asset", asset);
    return new Ingest(id, file.source(), people, madeFrom, null, null, profile);
  }

  private static Source.Stored stored(String source) throws CommandFailed {
    try {
      if (Source.parse(source) instanceof Source.Stored stored) {
        return stored;
      }
    } catch (IllegalArgumentException e) {
      throw CommandFailed.misuse(e.getMessage() + ".");
    }
    throw CommandFailed.misuse(source + " is an asset already.");
  }

  private static Contributor contributor(String text) throws CommandFailed {
    String[] parts = text.split(":", 3);
    return new Contributor(
        id("--contributor", parts[0]),
        parts.length > 1 && !parts[1].isBlank() ? parts[1] : null,
        parts.length > 2 && !parts[2].isBlank() ? parts[2] : null);
  }

  static Id id(String option, String text) throws CommandFailed {
    try {
      return new Id(text);
    } catch (IllegalArgumentException e) {
      throw CommandFailed.misuse(option + " " + text + ": " + e.getMessage() + ".");
    }
  }
}
