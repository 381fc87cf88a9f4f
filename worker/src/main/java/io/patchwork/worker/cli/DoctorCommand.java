package io.patchwork.worker.cli;

import io.patchwork.common.config.ConfigurationException;
import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.Exit;
import io.patchwork.common.process.Limits;
import io.patchwork.common.process.LocalChildProcesses;
import io.patchwork.common.process.NoSandbox;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.QueueUnavailable;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.common.store.Upload;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.ChildMemory;
import io.patchwork.worker.Queues;
import io.patchwork.worker.Sandboxes;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.ffmpeg.FfmpegBinaries;
import io.patchwork.worker.jobs.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code patchwork doctor}: checks JDK, FFmpeg, sandbox, disk, store and broker, and says how to
 * repair what fails.
 */
@Command(
    name = "doctor",
    description = "Check what works here and what does not, and what to do about it.")
final class DoctorCommand implements Callable<Integer> {

  private static final int REQUIRED_JDK = 25;
  private static final long MIN_FREE_BYTES = 2L << 30;
  private static final Duration TRIAL_TIME = Duration.ofSeconds(20);
  private static final Limits TRIAL =
      new Limits(1L << 30, 4L << 30, TRIAL_TIME, 1 << 20, TRIAL_TIME, TRIAL_TIME);

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean isJson;

  private final List<Finding> findings = new ArrayList<>();

  private record Finding(String what, boolean works, String says, String todo) {}

  @Override
  public Integer call() throws Exception {
    jdk();
    children();
    try {
      WorkerConfig config = cluster.config();
      memory(config);
      disk(config.directory());
      store(config);
      broker(config);
    } catch (ConfigurationException e) {
      e.problems()
          .forEach(
              problem -> bad("settings", problem, "docs/configuration.md lists all settings."));
    }
    findings.forEach(this::print);
    return findings.stream().allMatch(Finding::works) ? 0 : 1;
  }

  private void good(String what, String says) {
    findings.add(new Finding(what, true, says, ""));
  }

  private void bad(String what, String says, String todo) {
    findings.add(new Finding(what, false, says, todo));
  }

  private void jdk() {
    int version = Runtime.version().feature();
    if (version >= REQUIRED_JDK) {
      good("JDK", Runtime.version().toString());
    } else {
      bad("JDK", "version " + version, "Install a JDK " + REQUIRED_JDK + ".");
    }
  }

  /** Checks FFmpeg and the sandbox, each in a temporary folder. */
  private void children() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("patchwork-doctor");
    try {
      ffmpeg(folder.resolve("ffmpeg"));
      sandbox(folder.resolve("sandbox"));
    } finally {
      Workspaces.delete(folder);
    }
  }

  private void ffmpeg(Path folder) throws InterruptedException {
    try (ChildProcesses children = new LocalChildProcesses(new NoSandbox())) {
      FfmpegBinaries binaries = FfmpegBinaries.locate();
      List<String> output = new ArrayList<>();
      Exit exit =
          children.run(
              new io.patchwork.common.process.Command(
                  binaries.ffmpeg(), List.of("-version"), folder, TRIAL),
              output::add);
      String first = output.isEmpty() ? exit.errors() : output.getFirst();
      if (exit.isSuccess()) {
        good("FFmpeg", first + " (presets " + binaries.build() + ")");
      } else {
        bad(
            "FFmpeg",
            first,
            "Install the libraries that it needs: apt-get install libpulse0 libxcb1 libxcb-shm0"
                + " libasound2");
      }
    } catch (IOException | UnsatisfiedLinkError e) {
      bad("FFmpeg", String.valueOf(e.getMessage()), "Build again: the presets are not there.");
    }
  }

  private void sandbox(Path folder) throws IOException, InterruptedException {
    List<String> problems = new ArrayList<>();
    for (var tried : Sandboxes.tried(FfmpegBinaries.locate().ffmpeg(), folder).entrySet()) {
      Optional<String> problem = tried.getValue();
      String name = tried.getKey().name();
      if (problem.isEmpty() && problems.isEmpty()) {
        good("sandbox", name + " works");
        return;
      }
      if (problem.isEmpty()) {
        bad(
            "sandbox",
            String.join("; ", problems) + "; " + name + " works",
            "apt-get install bubblewrap, and allow user namespaces; until then, a worker starts with"
                + " PATCHWORK_SANDBOX=landlock, which is weaker.");
        return;
      }
      problems.add(name + ": " + problem.get());
    }
    bad(
        "sandbox",
        String.join("; ", problems),
        "apt-get install bubblewrap, and allow user namespaces; without a sandbox a worker starts"
            + " only with PATCHWORK_SANDBOX=none.");
  }

  private void memory(WorkerConfig config) throws ConfigurationException {
    ChildMemory memory = ChildMemory.of(config);
    good(
        "memory",
        (memory.total() >> 20)
            + " MiB for child processes, "
            + (memory.largest() >> 20)
            + " MiB for one");
  }

  private void disk(Path directory) throws IOException {
    Files.createDirectories(directory);
    long free = directory.toFile().getUsableSpace();
    String says = (free >> 30) + " GiB free at " + directory;
    if (free >= MIN_FREE_BYTES) {
      good("disk", says);
    } else {
      bad("disk", says, "Make room, or set PATCHWORK_DIR to a larger disk.");
    }
  }

  /**
   * Checks that the store is reachable and honours conditional puts, which correctness depends on.
   */
  private void store(WorkerConfig config) {
    try (ObjectStore store = Stores.open(config.store(), config)) {
      store.check();
      ObjectKey key = new ObjectKey("doctor/" + UUID.randomUUID());
      byte[] bytes = {1};
      Upload upload = Upload.of(bytes, "application/octet-stream", Sha256.of(bytes).hex());
      boolean first = store.putIfAbsent(key, upload).created();
      boolean second = store.putIfAbsent(key, upload).created();
      store.delete(key);
      if (first && !second) {
        good("store", config.store() + " with conditional puts");
      } else {
        bad(
            "store",
            config.store() + " ignores conditions on puts",
            "Use a store that honours If-None-Match; otherwise jobs run twice.");
      }
    } catch (StoreUnavailable e) {
      bad(
          "store",
          String.valueOf(e.getMessage()),
          "Check PATCHWORK_STORE, PATCHWORK_S3_ENDPOINT and the credentials.");
    }
  }

  private void broker(WorkerConfig config) {
    if (config.broker().isEmpty()) {
      good("broker", "none needed with --local");
      return;
    }
    try (JobQueue queue = Queues.open(config, "patchwork doctor")) {
      queue.check();
      good(
          "broker",
          config.broker().get().place()
              + " "
              + queue.version()
              + "; its consumer_timeout (default 30 min) must exceed the job deadline, here "
              + config.jobDeadline().toMinutes()
              + " min");
    } catch (QueueUnavailable e) {
      bad(
          "broker",
          String.valueOf(e.getMessage()),
          "Start RabbitMQ 3.10 or later, and check PATCHWORK_AMQP_URL.");
    }
  }

  private void print(Finding finding) {
    if (isJson) {
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("what", finding.what);
      facts.put("works", finding.works);
      facts.put("says", finding.says);
      facts.put("todo", finding.todo);
      Terminal.line(Json.text(facts));
      return;
    }
    System.out.printf("%s %-8s %s%n", finding.works ? "✓" : "✗", finding.what, finding.says);
    if (!finding.todo.isEmpty()) {
      Terminal.line("           → " + finding.todo);
    }
  }
}
