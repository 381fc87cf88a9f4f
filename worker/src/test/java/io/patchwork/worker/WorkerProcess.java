package io.patchwork.worker;

import io.patchwork.common.testing.TestStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A worker as operators run it: a process of its own, to be killed. */
public final class WorkerProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern ADMIN_PORT = Pattern.compile("metrics on port (\\d+)");

  private final Process process;
  private final Path log;

  public WorkerProcess(Path folder, Map<String, String> settings) throws Exception {
    this(folder, settings, patchwork("worker"));
  }

  /** The command line of a command. */
  public static List<String> patchwork(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                // It lives for seconds: what costs little to start is quickest.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "io.patchwork.worker.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** What a command printed, and how it ended. */
  public record Said(int exit, String out, String err) {}

  /** Runs another command than {@code worker} to its end. */
  public static Said say(Path folder, Map<String, String> settings, String... arguments)
      throws Exception {
    return say(folder, settings, patchwork(arguments));
  }

  /** The same by a whole command line. */
  static Said say(Path folder, Map<String, String> settings, List<String> command)
      throws Exception {
    Path err = Files.createDirectories(folder).resolve("said.err");
    Process process = builder(folder, settings, command).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), out, Files.readString(err));
  }

  private static ProcessBuilder builder(
      Path folder, Map<String, String> settings, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("AWS_ACCESS_KEY_ID", TestStore.ACCESS_KEY);
    builder.environment().put("AWS_SECRET_ACCESS_KEY", TestStore.SECRET_KEY);
    builder.environment().put("PATCHWORK_DIR", folder.resolve("scratch").toString());
    builder.environment().putAll(settings);
    builder.environment().putAll(sandbox());
    return builder;
  }

  /** The same by another command, say the launcher. */
  public WorkerProcess(Path folder, Map<String, String> settings, List<String> command)
      throws Exception {
    this(folder, settings, command, "worker ready");
  }

  private WorkerProcess(
      Path folder, Map<String, String> settings, List<String> command, String line)
      throws Exception {
    this.log = Files.createDirectories(folder).resolve("worker.log");
    this.process =
        builder(folder, settings, command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    awaitLine(line);
  }

  /** A worker that is not ready, because something is away; its health can be asked. */
  public static WorkerProcess waiting(Path folder, Map<String, String> settings) throws Exception {
    return new WorkerProcess(folder, settings, patchwork("worker"), "on port");
  }

  /** Another command than {@code worker} that runs until it is stopped. */
  public static WorkerProcess command(
      Path folder, Map<String, String> settings, String line, String... arguments)
      throws Exception {
    return new WorkerProcess(folder, settings, patchwork(arguments), line);
  }

  /** Asks for health, readiness or metrics. */
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort() + path)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Of health, readiness and metrics. */
  int adminPort() throws IOException {
    Matcher port = ADMIN_PORT.matcher(log());
    if (!port.find()) {
      throw new AssertionError("the log names no port:\n" + log());
    }
    return Integer.parseInt(port.group(1));
  }

  /** How the machine's own verification found that boxes work here, or do not. */
  private static Map<String, String> sandbox() {
    String setting = System.getenv("PATCHWORK_SANDBOX");
    return setting == null ? Map.of() : Map.of("PATCHWORK_SANDBOX", setting);
  }

  /** Settings that join a cluster. */
  public static Map<String, String> cluster(URI broker, URI store, URI endpoint, String prefix) {
    return Map.of(
        "PATCHWORK_AMQP_URL",
        broker.toString(),
        "PATCHWORK_STORE",
        store.toString(),
        "PATCHWORK_S3_ENDPOINT",
        endpoint.toString(),
        "PATCHWORK_PREFIX",
        prefix,
        "PATCHWORK_RETRY_DELAYS",
        "1s,2s,2s",
        "PATCHWORK_SLOTS",
        "2");
  }

  /** Waits until the log says something. */
  public void awaitLine(String text) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!log().contains(text)) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new AssertionError("no \"" + text + "\" in the worker's log:\n" + log());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Waits until it has ended by itself, or by another's hand. */
  public void awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the worker still runs");
    }
  }

  /** Kills it without warning, as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    int code = process.waitFor();
    if (code == 0) {
      throw new AssertionError("the worker had ended by itself");
    }
  }

  /** Asks it to stop, as an orchestrator does, and waits; its exit code. */
  public int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the worker did not stop within a minute");
    }
    return process.exitValue();
  }

  /** Whether a process of that folder's children is left. */
  public static boolean isAnythingLeft(String folder) {
    return ProcessHandle.allProcesses()
        .anyMatch(handle ->
            handle.info().commandLine().map(line -> line.contains(folder)).orElse(false)
                && handle.pid() != ProcessHandle.current().pid());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
