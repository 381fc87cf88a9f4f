package io.patchwork.worker.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Stands before an S3 server and is slow, refuses, or breaks answers off. Thread-safe. */
final class StoreProxy implements AutoCloseable {

  static {
    // The requests are signed with it.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,content-length");
  }

  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection", "expect", "transfer-encoding", "content-length", "upgrade", "keep-alive");

  private static final int NO_CONTENT = 204;
  private static final int SERVICE_UNAVAILABLE = 503;

  /**
   * How it behaves.
   *
   * @param delay before each request is passed on
   * @param refuses whether all requests are answered with 503
   * @param torn percent of the answers whose body is broken off in the middle
   * @param lost percent of the answers that do not come though the store has done what was asked
   */
  record Mood(Duration delay, boolean refuses, int torn, int lost) {
    static final Mood CALM = new Mood(Duration.ZERO, false, 0, 0);
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI store;
  private final SplittableRandom random;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Mood mood = Mood.CALM;
  private volatile Optional<Trap> trap = Optional.empty();

  /**
   * A request that is never answered, because whoever sent it dies of it.
   *
   * @param key the whole key of the object
   * @param isAfter whether the store does what is asked first
   * @param deed what is done at each such request
   */
  record Trap(String method, Pattern key, boolean isAfter, Runnable deed) {

    private boolean isFor(HttpExchange exchange) {
      String path = exchange.getRequestURI().getPath();
      // The bucket is the first part.
      String asked = path.substring(path.indexOf('/', 1) + 1);
      return exchange.getRequestMethod().equals(method) && key.matcher(asked).matches();
    }
  }

  StoreProxy(URI store, long seed) throws IOException {
    this.store = store;
    this.random = new SplittableRandom(seed);
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create(
        "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort());
  }

  void is(Mood other) {
    mood = other;
  }

  void set(Trap other) {
    trap = Optional.of(other);
  }

  /** How many requests have come. */
  int requests() {
    return requests.get();
  }

  private synchronized boolean happens(int percent) {
    return random.nextInt(100) < percent;
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    Mood now = mood;
    Optional<Trap> sprung = trap.filter(each -> each.isFor(exchange));
    try (exchange) {
      if (sprung.isPresent() && !sprung.get().isAfter) {
        sprung.get().deed.run();
        return;
      }
      TimeUnit.NANOSECONDS.sleep(now.delay.toNanos());
      if (now.refuses) {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(SERVICE_UNAVAILABLE, -1);
        return;
      }
      HttpResponse<InputStream> answer =
          client.send(request(exchange), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (sprung.isPresent()) {
          sprung.get().deed.run();
        } else if (!happens(now.lost)) {
          pass(answer, body, exchange, happens(now.torn));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange) throws IOException {
    long length =
        Long.parseLong(
            exchange.getRequestHeaders().getOrDefault("Content-length", List.of("0")).getFirst());
    InputStream body = exchange.getRequestBody();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(store.resolve(exchange.getRequestURI().toString()))
            .method(
                exchange.getRequestMethod(),
                length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(() -> body), length));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return request.build();
  }

  private static void pass(
      HttpResponse<InputStream> answer, InputStream body, HttpExchange exchange, boolean isTorn)
      throws IOException {
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
            exchange.getResponseHeaders().put(name, values);
          }
        });
    long length = answer.headers().firstValueAsLong("content-length").orElse(-1);
    boolean hasBody =
        !exchange.getRequestMethod().equals("HEAD")
            && answer.statusCode() != NO_CONTENT
            && length != 0;
    if (!hasBody && length > 0) {
      exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
    }
    exchange.sendResponseHeaders(answer.statusCode(), hasBody ? Math.max(0, length) : -1);
    if (hasBody) {
      OutputStream out = exchange.getResponseBody();
      if (isTorn && length > 1) {
        out.write(body.readNBytes((int) Math.min(length / 2, 1 << 20)));
        out.flush();
        // Closing before the announced length ends the connection.
        return;
      }
      body.transferTo(out);
      out.close();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
