package io.patchwork.worker.cli;

import io.patchwork.common.config.Environment;
import io.patchwork.worker.WorkerConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that selects the cluster of a command. */
final class ClusterOptions {

  @Option(
      names = "--local",
      paramLabel = "DIR",
      description = "Run without servers: in-memory queue, store in DIR.")
  private @Nullable Path local;

  boolean isLocal() {
    return local != null;
  }

  WorkerConfig config() {
    Environment env = new Environment(System.getenv());
    return local == null ? WorkerConfig.cluster(env) : WorkerConfig.local(env, local);
  }

  static ClusterOptions local(Path directory) {
    ClusterOptions options = new ClusterOptions();
    options.local = directory;
    return options;
  }
}
