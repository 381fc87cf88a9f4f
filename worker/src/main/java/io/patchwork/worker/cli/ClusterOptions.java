package io.patchwork.worker.cli;

import io.patchwork.common.config.ConfigurationException;
import io.patchwork.common.config.Environment;
import io.patchwork.worker.WorkerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that selects the cluster of a command. */
final class ClusterOptions {

  @Option(
      names = "--local",
      paramLabel = "DIR",
      description = "Run without servers: in-memory queue, store in DIR.")
  private @Nullable Path local;

  @Option(names = "--verbose", description = "Print the log on standard error too.")
  private boolean isVerbose;

  /** The folder of the store; null for a cluster's. */
  @Nullable Path folder() {
    return local;
  }

  boolean isLocal() {
    return local != null;
  }

  WorkerConfig config() {
    return config(Map.of());
  }

  /** The settings with other values of some of them. */
  WorkerConfig config(Map<String, String> others) {
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.putAll(others);
    Environment env = new Environment(variables);
    if (local != null && Files.isRegularFile(local)) {
      throw new ConfigurationException(
          List.of(
              "--local names the file " + local + "; name a folder, which need not exist yet."));
    }
    return local == null ? WorkerConfig.cluster(env) : WorkerConfig.local(env, local);
  }

  /** Opens the log of a command that does media work: in its store's folder or its work folder. */
  void openLog() {
    Environment env = new Environment(System.getenv());
    Path folder = local == null ? config().directory() : local.resolve(".patchwork");
    CommandLog.open(folder.toAbsolutePath(), isVerbose, env);
  }

  /** What the option is, as a part of another command. */
  String argument() {
    return local == null ? "" : "--local " + Arguments.quoted(local.toString()) + " ";
  }

  /** Where the store is, for a person. */
  String place() {
    return local == null ? "the store" : local.toString();
  }

  static ClusterOptions local(Path directory) {
    ClusterOptions options = new ClusterOptions();
    options.local = directory;
    return options;
  }
}
