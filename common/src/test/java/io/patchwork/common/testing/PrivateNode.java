package io.patchwork.common.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node of the installed RabbitMQ under a name, port and folder of its own. */
final class PrivateNode implements TestBroker {

  private static final List<Path> SERVERS =
      List.of(
          Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server"),
          Path.of("/opt/rabbitmq/sbin/rabbitmq-server"));
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path server;
  private final Path folder;
  private final int port;
  private final int distributionPort;
  private @Nullable Process process;

  /**
   * Starts a node.
   *
   * @param others names of nodes that run, with which it is to be one cluster
   * @param more lines of its configuration
   */
  private PrivateNode(Path server, List<String> others, String more) {
    try {
      this.server = server;
      this.folder = Files.createTempDirectory("patchwork-rabbitmq");
      this.port = freePort();
      this.distributionPort = freePort();
      Files.writeString(
          folder.resolve("rabbitmq.conf"),
          "listeners.tcp.local = 127.0.0.1:"
              + port
              + "\n"
              + "disk_free_limit.absolute = 50MB\nlog.console = false\n"
              + formation(others)
              + more);
      Files.writeString(folder.resolve("plugins"), "[].");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    restart();
  }

  /** A fresh node, if a server is installed; one cluster with others that run. */
  static Optional<PrivateNode> start(List<String> others) {
    return start(others, "");
  }

  /** The same with more lines in its configuration. */
  static Optional<PrivateNode> start(List<String> others, String more) {
    return SERVERS.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .map(server -> new PrivateNode(server, others, more));
  }

  private String formation(List<String> others) {
    StringBuilder lines = new StringBuilder();
    if (!others.isEmpty()) {
      lines.append("cluster_formation.peer_discovery_backend = classic_config\n");
      List<String> all = new ArrayList<>(others);
      all.add(name());
      for (int i = 0; i < all.size(); i++) {
        lines.append("cluster_formation.classic_config.nodes." + (i + 1) + " = " + all.get(i));
        lines.append('\n');
      }
    }
    return lines.toString();
  }

  /** Its name in a cluster. */
  String name() {
    return "patchwork" + port + "@localhost";
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public URI uri() {
    return URI.create("amqp://guest:guest@127.0.0.1:" + port);
  }

  private ProcessBuilder program(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("RABBITMQ_NODENAME", name());
    builder.environment().put("RABBITMQ_ERLANG_COOKIE", "patchworktests");
    return builder.redirectErrorStream(true);
  }

  @Override
  public void control(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(server.resolveSibling("rabbitmqctl").toString());
    command.addAll(List.of(arguments));
    try {
      Process control = program(command).start();
      String said = new String(control.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (control.waitFor() != 0) {
        throw new AssertionError(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void restart() {
    try {
      ProcessBuilder builder = program(List.of(server.toString()));
      Map<String, String> env = builder.environment();
      env.put("RABBITMQ_NODE_PORT", Integer.toString(port));
      env.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
      env.put("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString());
      env.put("RABBITMQ_LOG_BASE", folder.resolve("log").toString());
      env.put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString());
      env.put("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("plugins").toString());
      env.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
      env.put("ERL_EPMD_ADDRESS", "127.0.0.1");
      env.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
      builder.redirectOutput(folder.resolve("console.log").toFile());
      process = builder.start();
      awaitListening();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestServices.awaitBroker(uri(), PATIENCE);
  }

  private void awaitListening() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException notYet) {
        if (System.nanoTime() > end || process == null || !process.isAlive()) {
          throw new IOException(
              "RabbitMQ did not start: " + Files.readString(folder.resolve("console.log")), notYet);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void kill() {
    if (process != null) {
      List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
      all.add(process.toHandle());
      all.forEach(ProcessHandle::destroyForcibly);
      // Until then it lets people in.
      all.forEach(each -> each.onExit().join());
    }
  }

  @Override
  public void close() {
    kill();
    Folders.delete(folder);
  }
}
