package io.patchwork.worker.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.patchwork.common.telemetry.Metrics;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * {@code /healthz}: this process works; {@code /readyz}: it takes jobs; {@code /metrics}: in
 * Prometheus' text format. Listens on the loopback interface by default. Health does not depend on
 * broker and store: restarting workers because the broker is unreachable would kill their jobs.
 */
public final class AdminServer implements AutoCloseable {

  /**
   * Of the JDK's server, in seconds: whoever sends a request byte by byte, or reads an answer so,
   * holds a connection no longer.
   */
  private static final Map<String, String> LIMITS =
      Map.of("sun.net.httpserver.maxReqTime", "10", "sun.net.httpserver.maxRspTime", "10");

  private static final List<String> READING = List.of("GET", "HEAD");
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;
  private static final int NO_BODY = -1;

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
    LIMITS.forEach(System::setProperty);
    this.server = HttpServer.create(new InetSocketAddress(address, port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    serve("/healthz", exchange -> answer(exchange, OK, "ok\n"));
    serve(
        "/readyz",
        exchange -> {
          Optional<String> reason = notReady.get();
          answer(exchange, reason.isEmpty() ? OK : UNAVAILABLE, reason.orElse("ready") + "\n");
        });
    serve(
        "/metrics",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", text.contentType());
          answer(exchange, OK, text.write());
        });
    server.start();
  }

  /** Answers at exactly this path, to whoever only reads. */
  private void serve(String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          if (!exchange.getRequestURI().getPath().equals(path)) {
            answer(exchange, NOT_FOUND, "There are /healthz, /readyz and /metrics.\n");
          } else if (!READING.contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", String.join(", ", READING));
            answer(exchange, NOT_ALLOWED, "This can only be read.\n");
          } else {
            handler.handle(exchange);
          }
        });
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(status, NO_BODY);
        return;
      }
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
