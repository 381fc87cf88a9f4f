package io.patchwork.worker.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchwork.common.telemetry.Metrics;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * {@code /healthz}: this process works; {@code /readyz}: it takes jobs; {@code /metrics}: in
 * Prometheus' text format. Listens on the loopback interface by default. Health does not depend on
 * broker and store: restarting workers because the broker is unreachable would kill their jobs.
 */
public final class AdminServer implements AutoCloseable {

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;

  /**
   * Starts the server.
   *
   * @param port 0 for any free port
   * @param notReady the reason why no jobs are taken; empty when they are
   */
  public AdminServer(
      InetAddress address, int port, Metrics metrics, Supplier<Optional<String>> notReady)
      throws IOException {
    PrometheusText text = new PrometheusText(metrics);
    this.server = HttpServer.create(new InetSocketAddress(address, port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/healthz", exchange -> answer(exchange, OK, "ok\n"));
    server.createContext(
        "/readyz",
        exchange -> {
          Optional<String> reason = notReady.get();
          answer(exchange, reason.isEmpty() ? OK : UNAVAILABLE, reason.orElse("ready") + "\n");
        });
    server.createContext(
        "/metrics",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", text.contentType());
          answer(exchange, OK, text.write());
        });
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      try (OutputStream body = exchange.getResponseBody()) {
        body.write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
