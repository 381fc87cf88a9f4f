package io.patchwork.worker.cli;

import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.Worker;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.WorkerLog;
import io.patchwork.worker.client.DeadLetterRetry;
import io.patchwork.worker.client.DeadLetters;
import io.patchwork.worker.console.Actions;
import io.patchwork.worker.console.ConsoleServer;
import io.patchwork.worker.console.JobView;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.TerminalRecord;
import io.patchwork.worker.jobs.Workspaces;
import io.patchwork.worker.report.RenderReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code patchwork console}. */
@Command(
    name = "console",
    description = "Serve the HTTP API and a page of the cluster: jobs, renders, dead letters.")
final class ConsoleCommand implements Callable<Integer> {

  private static final int CAPACITY = 50_000;
  private static final int MIN_TOKEN = 16;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      description = "Interface and port (default: ${DEFAULT-VALUE}).")
  private String listen = "127.0.0.1:8320";

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "Name by which clients call it, besides its address; may be repeated.")
  private List<String> hosts = List.of();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File with the token by which people may retry, drop and cancel; without one the console"
              + " only reads.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      description =
          "How far back it looks in the event log, which keeps seven days (default:"
              + " ${DEFAULT-VALUE}).")
  private String since = "24h";

  @Override
  public Integer call() throws Exception {
    if (cluster.isLocal()) {
      throw CommandFailed.usage(
          "With --local there is no cluster to look at; a console needs a broker.");
    }
    InetSocketAddress address = address();
    @Nullable String token = token();
    if (token == null && !address.getAddress().isLoopbackAddress()) {
      throw CommandFailed.usage(
          "Others can reach "
              + listen
              + ", so the console needs a token there; give --token-file, or listen on 127.0.0.1.");
    }
    Duration back = Arguments.duration("--since", since);
    WorkerConfig config = cluster.config();
    var _ = WorkerLog.open(config, "console");
    try (Connection connection = Connection.openWithoutLog(cluster);
        JobView jobs = new JobView(connection.queue(), back, CAPACITY, InstantSource.system())) {
      Worker worker = connection.workers().withoutLanes();
      ConsoleServer server =
          new ConsoleServer(
              new ConsoleServer.Settings(address, Set.copyOf(hosts), token, files(config)),
              jobs,
              connection.queue(),
              connection.store(),
              worker.records(),
              new OwnActions(connection, worker, ReportCommand.report(connection)),
              InstantSource.system());
      CompletableFuture<Boolean> stopped = new CompletableFuture<>();
      var _ = new StopSignals(() -> stopped.complete(true), () -> stopped.complete(true));
      Terminal.line(
          "patchwork console: http://"
              + (address.getAddress().isAnyLocalAddress()
                  ? "localhost"
                  : listen.substring(0, listen.lastIndexOf(':')))
              + ":"
              + server.port()
              + "/"
              + (token == null ? ", read-only" : ""));
      boolean isOver = stopped.join();
      assert isOver;
      server.close();
    }
    return 0;
  }

  private InetSocketAddress address() throws CommandFailed {
    int colon = listen.lastIndexOf(':');
    String port = listen.substring(colon + 1);
    if (colon <= 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw CommandFailed.usage("--listen is " + listen + "; it is ADDRESS:PORT.");
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByName(listen.substring(0, colon)), Integer.parseInt(port));
    } catch (UnknownHostException e) {
      throw CommandFailed.usage("--listen has " + listen + ", which is no address of this host.");
    }
  }

  private @Nullable String token() throws CommandFailed {
    if (tokenFile == null) {
      return null;
    }
    try {
      String token = Files.readString(tokenFile).strip();
      if (token.length() < MIN_TOKEN) {
        throw CommandFailed.usage(
            "The token in "
                + tokenFile
                + " is shorter than "
                + MIN_TOKEN
                + " characters; make one"
                + " with openssl rand -hex 32.");
      }
      return token;
    } catch (IOException e) {
      throw CommandFailed.usage("The token file " + tokenFile + " cannot be read.");
    }
  }

  /** The origins that links to the store lead to. */
  private static List<String> files(WorkerConfig config) {
    if (!"s3".equals(config.store().getScheme())) {
      return List.of();
    }
    Optional<URI> endpoint = config.s3PublicEndpoint().or(config::s3Endpoint);
    return endpoint
        .map(uri -> List.of(uri.getScheme() + "://" + uri.getAuthority()))
        .orElseGet(() -> List.of("https://*.amazonaws.com"));
  }

  /** What the command line does too. */
  private record OwnActions(Connection connection, Worker worker, RenderReport reports)
      implements Actions {

    @Override
    public boolean retry(String letter) throws Failure, InterruptedException {
      return resolve(
          letter, new DeadLetterRetry(connection.queue(), worker.records(), worker.laneRetries()));
    }

    @Override
    public boolean drop(String letter) throws Failure, InterruptedException {
      return resolve(letter, each -> {});
    }

    private boolean resolve(String letter, DeadLetters.Resolver resolver) throws Failure {
      DeadLetters.Unresolved unresolved =
          connection.deadLetters().resolve(List.of(letter), resolver, each -> {});
      Optional<Failure> failure = unresolved.failures().values().stream().findFirst();
      if (failure.isPresent()) {
        throw failure.get();
      }
      return unresolved.unknown().isEmpty();
    }

    @Override
    public Path report(RenderRevision of) throws Failure, IOException, InterruptedException {
      Path folder = Files.createTempDirectory(connection.folder().path(), "report-");
      Path scratch = Files.createTempDirectory(connection.folder().path(), "scratch-");
      try {
        reports.write(of, folder, scratch, null, progress -> {});
        return folder;
      } catch (Failure | IOException | InterruptedException | RuntimeException e) {
        Workspaces.delete(folder);
        throw e;
      } finally {
        Workspaces.delete(scratch);
      }
    }

    @Override
    public Optional<TerminalRecord> cancel(JobRef job) throws Failure, InterruptedException {
      return worker.cancellation().cancel(job, false, worker.rendering()::cancel);
    }
  }
}
