package io.patchwork.worker.cli;

import io.patchwork.common.config.ConfigurationException;
import io.patchwork.common.process.ChildProcesses;
import io.patchwork.common.process.Exit;
import io.patchwork.common.process.Limits;
import io.patchwork.common.process.LocalChildProcesses;
import io.patchwork.common.process.NoSandbox;
import io.patchwork.common.queue.BrokerAddress;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.QueueUnavailable;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.common.store.Upload;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.ChildMemory;
import io.patchwork.worker.Queues;
import io.patchwork.worker.Sandboxes;
import io.patchwork.worker.Stores;
import io.patchwork.worker.WorkerConfig;
import io.patchwork.worker.ffmpeg.FfmpegBinaries;
import io.patchwork.worker.jobs.Workspaces;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
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
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code patchwork doctor}: checks JDK, FFmpeg, sandbox, fonts, disk, port, store, clock and
 * broker, and says how to repair what fails.
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

  private static final Path FONTCONFIG = Path.of("/usr/bin/fc-list");
  private static final Path FONTS = Path.of("/usr/share/fonts");
  private static final long MAX_SKEW_SECONDS = 60;
  private static final int MANAGEMENT = 15672;
  private static final int ANSWER_MILLIS = 2000;
  private static final String CERTIFICATES =
      "Set PATCHWORK_CA to the certificate of the authority that issued the server's; the address must"
          + " have a name that is in the server's certificate.";

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean isJson;

  private final List<Finding> findings = new ArrayList<>();

  private record Finding(String what, boolean works, String says, String todo) {}

  @Override
  public Integer call() throws Exception {
    jdk();
    children();
    fonts();
    try {
      WorkerConfig config = cluster.config();
      memory(config);
      disk(config.directory());
      port(config);
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
            Sandboxes.advice()
                + " Until then, a worker starts with PATCHWORK_SANDBOX=landlock, which is weaker.");
        return;
      }
      problems.add(name + ": " + problem.get());
    }
    bad(
        "sandbox",
        String.join("; ", problems),
        Sandboxes.advice() + " Without, a worker starts only with PATCHWORK_SANDBOX=none.");
  }

  /** Texts and titles are set with them; without, a job fails that needs a font. */
  private void fonts() throws IOException {
    boolean isThere = false;
    if (Files.isExecutable(FONTCONFIG) && Files.isDirectory(FONTS)) {
      try (Stream<Path> files = Files.walk(FONTS)) {
        isThere = files.anyMatch(file -> file.getFileName().toString().startsWith("NotoSans-"));
      }
    }
    if (isThere) {
      good("fonts", "fontconfig and Noto Sans are there");
    } else {
      bad(
          "fonts",
          "fontconfig or its fonts are not there; texts and titles fail",
          "apt-get install fontconfig fonts-noto-core fonts-noto-cjk fonts-symbola");
    }
  }

  private void port(WorkerConfig config) {
    if (config.adminPort() == 0) {
      return;
    }
    InetSocketAddress place = new InetSocketAddress(config.adminAddress(), config.adminPort());
    String name = place.getAddress().getHostAddress() + ":" + place.getPort();
    try (ServerSocket _ = new ServerSocket(place.getPort(), 1, place.getAddress())) {
      good("port", name + " is free");
    } catch (IOException taken) {
      if (isWorker(place)) {
        good("port", name + " is that of a worker, which is well");
      } else {
        bad(
            "port",
            name + ": " + taken.getMessage(),
            "Stop what listens there, or set PATCHWORK_ADMIN_PORT to another port.");
      }
    }
  }

  private static boolean isWorker(InetSocketAddress place) {
    try {
      URI health = new URI("http", null, host(place), place.getPort(), "/healthz", null, null);
      HttpURLConnection asked = (HttpURLConnection) health.toURL().openConnection();
      asked.setConnectTimeout(ANSWER_MILLIS);
      asked.setReadTimeout(ANSWER_MILLIS);
      return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException | URISyntaxException other) {
      return false;
    }
  }

  /** An address to ask at; that of all interfaces is none. */
  private static String host(InetSocketAddress place) {
    return place.getAddress().isAnyLocalAddress()
        ? "127.0.0.1"
        : place.getAddress().getHostAddress();
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

  private void disk(Path directory) {
    try {
      Files.delete(Files.createTempFile(Files.createDirectories(directory), "doctor", null));
    } catch (IOException e) {
      bad(
          "disk",
          "Nothing can be written at " + directory + ": " + e.getMessage(),
          "Set PATCHWORK_DIR to a folder that this user may write; in a container, to a volume.");
      return;
    }
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
    Metrics metrics = new Metrics();
    try (ObjectStore store = Stores.open(config.store(), config, metrics)) {
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
      String says = String.valueOf(e.getMessage());
      bad(
          "store",
          says,
          isOfCertificates(says)
              ? CERTIFICATES
              : says.contains("403")
                  ? "Allow s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload and"
                      + " s3:ListBucket on the bucket, and check the credentials and the clock."
                  : "Check PATCHWORK_STORE, PATCHWORK_S3_ENDPOINT and the credentials.");
    }
    if ("s3".equals(config.store().getScheme())) {
      clock(metrics);
    }
  }

  private static boolean isOfCertificates(String says) {
    return says.contains("PKIX") || says.contains("certif") || says.contains("SSL");
  }

  private void clock(Metrics metrics) {
    metrics.series().stream()
        .filter(one -> one.family().equals(WorkerMetrics.STORE_CLOCK_SKEW))
        .mapToDouble(metrics::value)
        // Where the store has not answered nobody knows.
        .filter(Double::isFinite)
        .mapToLong(Math::round)
        .forEach(ahead -> {
          String says =
              "the store's clock is "
                  + Math.abs(ahead)
                  + (ahead < 0 ? " s behind ours" : " s ahead of ours");
          if (Math.abs(ahead) <= MAX_SKEW_SECONDS) {
            good("clock", says);
          } else {
            bad("clock", says, "Start the time service: timedatectl set-ntp true.");
          }
        });
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
              + "; set its consumer_timeout, 30 minutes by default, to hours: a message may run"
              + " several child processes of "
              + config.jobDeadline().toMinutes()
              + " min");
      management(config.broker().get());
    } catch (QueueUnavailable e) {
      String says = String.valueOf(e.getMessage());
      bad(
          "broker",
          says,
          isOfCertificates(says)
              ? CERTIFICATES
              : "Start RabbitMQ 3.10 or later, and check PATCHWORK_AMQP_URL.");
    }
  }

  /** Workers do without it. */
  private void management(BrokerAddress broker) {
    InetSocketAddress place = new InetSocketAddress(broker.uri().getHost(), MANAGEMENT);
    try (Socket socket = new Socket()) {
      socket.connect(place, ANSWER_MILLIS);
      good("manager", "port " + MANAGEMENT + " of the broker answers, which KEDA needs");
    } catch (IOException closed) {
      findings.add(
          new Finding(
              "manager",
              true,
              "port " + MANAGEMENT + " of the broker does not answer; only KEDA needs it",
              "If you scale with KEDA: rabbitmq-plugins enable rabbitmq_management."));
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
