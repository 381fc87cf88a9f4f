package io.patchwork.worker.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.QueueUnavailable;
import io.patchwork.common.store.ObjectMissing;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.TerminalRecords;
import io.patchwork.worker.report.ReportPage;
import io.patchwork.worker.storelayout.UnusableDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the API and the page of operators. Thread-safe. */
public final class ConsoleServer implements AutoCloseable {

  private static final Logger AUDIT = LoggerFactory.getLogger("io.patchwork.audit");
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);

  /**
   * Of the JDK's server: whoever sends a request byte by byte holds a connection for ten seconds,
   * and there are so many in all.
   */
  private static final Map<String, String> LIMITS =
      Map.of("sun.net.httpserver.maxReqTime", "10", "jdk.httpserver.maxConnections", "1000");

  private static final String UNFRAMED = "; frame-ancestors 'none'";

  /** Of a page that has a style of its own and nothing else. */
  private static final String PLAIN_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; sandbox" + UNFRAMED;

  private static final String REPORT_POLICY = ReportPage.POLICY + UNFRAMED;

  private static final List<String> VERSION = List.of("api", "v1");
  private static final List<String> READING = List.of("GET", "HEAD");
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{0,18})");
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int PARTIAL = 206;
  private static final int FOUND = 302;
  private static final int UNSATISFIABLE = 416;
  private static final int NO_BODY = -1;
  private static final int HOUSEKEEPING_SECONDS = 60;

  private final HttpServer server;
  private final ScheduledExecutorService housekeeping;
  private final JobView jobs;
  private final Api api;
  private final Access access;
  private final RenderReports reports;
  private final PageFiles page = new PageFiles();
  private final RepeatedWrites repeated = new RepeatedWrites();
  private final String policy;

  /**
   * How a console is started.
   *
   * @param address interface and port; port 0 for any free one
   * @param hosts names by which clients call it, besides its address
   * @param token by which clients may write; null where nobody may
   * @param files origins of links to the store, for the page's policy; empty where this server
   *     serves the files
   */
  public record Settings(
      InetSocketAddress address, Set<String> hosts, @Nullable String token, List<String> files) {
    public Settings {
      hosts = Set.copyOf(hosts);
      files = List.copyOf(files);
    }

    /**
     * Whoever is not on this machine shows the token to read, too; a name of its own is for others.
     */
    boolean isReadingOpen() {
      return address.getAddress().isLoopbackAddress() && hosts.isEmpty();
    }
  }

  /** Starts the server. */
  public ConsoleServer(
      Settings settings,
      JobView jobs,
      JobQueue queue,
      ObjectStore store,
      TerminalRecords records,
      Actions actions,
      InstantSource clock)
      throws IOException {
    this.jobs = jobs;
    this.reports = new RenderReports(actions, clock);
    this.access = new Access(hosts(settings), settings.token, settings.isReadingOpen(), clock);
    this.api = new Api(jobs, queue, store, records, reports, actions, access, clock);
    String files = settings.files.isEmpty() ? "" : " " + String.join(" ", settings.files);
    this.policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
            + files
            + "; media-src 'self'"
            + files
            + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    LIMITS.forEach(System::setProperty);
    this.server = HttpServer.create(settings.address, 0);
    this.housekeeping =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("housekeeping").factory());
    var _ =
        housekeeping.scheduleWithFixedDelay(
            () -> keepHouse(records), HOUSEKEEPING_SECONDS, HOUSEKEEPING_SECONDS, TimeUnit.SECONDS);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  /**
   * Drops jobs and reports that are too old, and those whose record was forgotten with what it was
   * about.
   */
  private void keepHouse(TerminalRecords records) {
    jobs.age();
    reports.age();
    try {
      jobs.dropForgotten(job -> records.find(job.ref()).isPresent());
    } catch (StoreUnavailable e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("forgotten jobs are still shown");
    }
  }

  private static Set<String> hosts(Settings settings) {
    Set<String> hosts = new HashSet<>(settings.hosts);
    hosts.addAll(List.of("localhost", "127.0.0.1", "[::1]"));
    if (!settings.address.getAddress().isAnyLocalAddress()) {
      hosts.add(named(settings.address.getAddress()));
    }
    return hosts;
  }

  /** An address as it stands in the name of a host. */
  private static String named(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      secure(exchange.getResponseHeaders());
      try {
        write(exchange, answer(exchange));
      } catch (Problem problem) {
        write(exchange, problem);
      } catch (QueueUnavailable | StoreUnavailable e) {
        write(exchange, Problem.unavailable(String.valueOf(e.getMessage())));
      } catch (UnusableDocument e) {
        write(exchange, Problem.conflict(String.valueOf(e.getMessage())));
      } catch (Failure failure) {
        write(exchange, Problem.conflict(failure.sentence()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException bug) {
        LOG.atError().setCause(bug).log("request not answered");
        write(exchange, Problem.internal());
      }
    }
  }

  private void secure(Headers headers) {
    headers.set("Content-Security-Policy", policy);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  private Answer answer(HttpExchange exchange)
      throws Problem, Failure, IOException, InterruptedException {
    if (!READING.contains(exchange.getRequestMethod())) {
      return audited(exchange);
    }
    return unaudited(exchange);
  }

  /** A request that changes something: with a line for the auditors, also where it is refused. */
  private Answer audited(HttpExchange exchange)
      throws Problem, Failure, IOException, InterruptedException {
    String outcome = "failed";
    try {
      Answer answer = unaudited(exchange);
      outcome = "done";
      return answer;
    } catch (Problem problem) {
      outcome = "refused " + problem.status();
      throw problem;
    } finally {
      AUDIT
          .atInfo()
          .addKeyValue("client", exchange.getRemoteAddress().getAddress().getHostAddress())
          .addKeyValue("session", access.mark(exchange))
          .addKeyValue("method", exchange.getRequestMethod())
          .addKeyValue("path", exchange.getRequestURI().getRawPath())
          .addKeyValue("outcome", outcome)
          .log("write");
    }
  }

  private Answer unaudited(HttpExchange exchange)
      throws Problem, Failure, IOException, InterruptedException {
    access.check(exchange);
    Request request = Request.of(exchange);
    List<String> path = request.path();
    boolean isApi = path.size() > VERSION.size() && path.subList(0, 2).equals(VERSION);
    if (!isApi) {
      return page.find(String.join("/", path))
          .orElseThrow(() -> Problem.notFound("There is nothing here; the page is at /."));
    }
    Request behindVersion =
        new Request(
            exchange, request.method(), path.subList(VERSION.size(), path.size()), request.query());
    boolean isSession = path.equals(List.of("api", "v1", "session"));
    if (READING.contains(request.method()) || isSession) {
      if (!isSession) {
        access.checkRight(exchange);
      }
      return api.answer(behindVersion);
    }
    access.checkRight(exchange);
    return repeated.once(behindVersion, () -> api.answer(behindVersion));
  }

  private void write(HttpExchange exchange, Problem problem) throws IOException {
    problem.headers().forEach(exchange.getResponseHeaders()::set);
    send(exchange, problem.status(), Problem.MEDIA_TYPE, problem.body());
  }

  private void write(HttpExchange exchange, Answer answer) throws Problem, IOException {
    switch (answer) {
      case Answer.Document(Object value, Map<String, String> headers) -> {
        headers.forEach(exchange.getResponseHeaders()::set);
        send(exchange, OK, "application/json", Json.bytes(value));
      }
      case Answer.Page(byte[] bytes, String mediaType) -> send(exchange, OK, mediaType, bytes);
      case Answer.Elsewhere(var link) -> {
        exchange.getResponseHeaders().set("Location", link.toString());
        exchange.sendResponseHeaders(FOUND, NO_BODY);
      }
      case Answer.File file -> send(exchange, file);
      case Answer.Changes _ -> ChangeStream.write(exchange, jobs, () -> mayStillRead(exchange));
      case Answer.Empty(Map<String, String> headers) -> {
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(NO_CONTENT, NO_BODY);
      }
    }
  }

  private boolean mayStillRead(HttpExchange exchange) {
    try {
      access.checkRight(exchange);
      return true;
    } catch (Problem ended) {
      return false;
    }
  }

  private static void send(HttpExchange exchange, int status, String mediaType, byte[] bytes)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", mediaType);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, NO_BODY);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length == 0 ? NO_BODY : bytes.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  /** A file, or the range of it that a player asks for (RFC 9110 §14). */
  private void send(HttpExchange exchange, Answer.File file) throws IOException {
    long size = file.bytes();
    long from = 0;
    long to = size - 1;
    int status = OK;
    Headers headers = exchange.getResponseHeaders();
    Optional<Matcher> range =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
            .map(RANGE::matcher)
            .filter(Matcher::matches);
    if (range.isPresent()) {
      from = Long.parseLong(range.get().group(1));
      String last = range.get().group(2);
      to = last.isEmpty() ? to : Math.min(to, Long.parseLong(last));
      if (from > to) {
        headers.set("Content-Range", "bytes */" + size);
        exchange.sendResponseHeaders(UNSATISFIABLE, NO_BODY);
        return;
      }
      status = PARTIAL;
      headers.set("Content-Range", "bytes " + from + "-" + to + "/" + size);
    }
    headers.set("Content-Type", file.mediaType());
    headers.set("Accept-Ranges", "bytes");
    switch (file.how()) {
      case SAVED -> headers.set("Content-Disposition", "attachment");
      case SHOWN -> {
        if (file.mediaType().startsWith("text/html")) {
          headers.set("Content-Security-Policy", PLAIN_POLICY);
        }
      }
      case REPORT -> headers.set("Content-Security-Policy", REPORT_POLICY);
    }
    long length = to - from + 1;
    if (exchange.getRequestMethod().equals("HEAD") || length == 0) {
      headers.set("Content-Length", Long.toString(length));
      exchange.sendResponseHeaders(status, NO_BODY);
      return;
    }
    try (InputStream bytes = file.content().open(from)) {
      exchange.sendResponseHeaders(status, length);
      try (OutputStream body = exchange.getResponseBody()) {
        copy(bytes, body, length);
      }
    } catch (ObjectMissing | NoSuchFileException gone) {
      write(exchange, Problem.notFound("The file was deleted from the store."));
    }
  }

  private static void copy(InputStream from, OutputStream to, long length) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = length;
    while (left > 0) {
      int count = from.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new IOException("the object is shorter than it was");
      }
      to.write(buffer, 0, count);
      left -= count;
    }
  }

  @Override
  public void close() {
    housekeeping.shutdownNow();
    server.stop(0);
  }
}
