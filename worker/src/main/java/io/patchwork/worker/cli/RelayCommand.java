package io.patchwork.worker.cli;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.WorkerLog;
import io.patchwork.worker.relay.Relay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchwork relay}. */
@Command(
    name = "relay",
    description =
        "Tell events to the addresses of a list, as Standard Webhooks, until it is stopped; one relay"
            + " a cluster.")
final class RelayCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Parameters(paramLabel = "RELAY.yaml", arity = "0..1", description = "Endpoints, YAML or JSON.")
  private @Nullable Path file;

  @Option(
      names = "--enable",
      paramLabel = "NAME",
      description = "Tell an endpoint again that had answered 410, from where it had come to.")
  private @Nullable String enable;

  @Override
  public Integer call() throws Exception {
    if (cluster.isLocal()) {
      throw CommandFailed.usage("With --local nothing outlives a command; a relay needs a broker.");
    }
    if (enable != null) {
      return enable(enable);
    }
    if (file == null || !Files.isReadable(file)) {
      throw CommandFailed.usage(
          "Name a file with endpoints that can be read, as in patchwork relay relay.yaml;"
              + " docs/webhooks.md shows one.");
    }
    WorkerConfig config = cluster.config();
    var _ = WorkerLog.open(config, "relay");
    try (Connection connection = Connection.openWithoutLog(cluster);
        Relay relay =
            new Relay(
                file,
                connection.queue(),
                connection.store(),
                config.retryDelays().size(),
                InstantSource.system())) {
      List<String> disabled = relay.disabled();
      Terminal.line(
          "patchwork relay: telling"
              + (disabled.isEmpty()
                  ? ""
                  : "; not told, because they answered 410: " + String.join(", ", disabled)));
      CompletableFuture<Boolean> stopped = new CompletableFuture<>();
      var _ = new StopSignals(() -> stopped.complete(true), () -> stopped.complete(true));
      boolean isOver = stopped.join();
      assert isOver;
    }
    return 0;
  }

  private int enable(String name) throws Exception {
    WorkerConfig config = cluster.config();
    try (ObjectStore store = Stores.open(config.store(), config)) {
      if (!Relay.enable(Arguments.id("--enable", name), store)) {
        throw CommandFailed.failure("The endpoint " + name + " is not disabled; look at the name.");
      }
      Terminal.line(name + " is told again once the relay is started again.");
      return 0;
    }
  }
}
