package io.patchwork.worker.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. Pages of other origins can send requests to a server on the same machine, so
 * even there the host of each request is checked (against DNS rebinding), and whoever writes with a
 * cookie also sends a header that a foreign page cannot set. Thread-safe.
 */
final class Access {

  static final String COOKIE = "patchwork_console";

  /** A header that a form or an image of a foreign page cannot set. */
  static final String OWN_PAGE = "X-Patchwork-Console";

  private static final Duration SESSION = Duration.ofHours(8);
  private static final int MAX_SESSIONS = 1000;
  private static final int MARK_BYTES = 4;
  private static final int MAX_CLIENTS = 10_000;

  /** Requests of one address: so many at once, and so many a second. */
  private static final int BURST = 300;

  private static final int PER_SECOND = 100;

  /** Headers that proxies add. */
  private static final List<String> FORWARDED =
      List.of("Forwarded", "X-forwarded-for", "X-forwarded-host", "X-real-ip", "Via");

  private static final List<String> READING = List.of("GET", "HEAD");

  private final Set<String> hosts;
  private final byte @Nullable [] token;
  private final boolean isReadingOpen;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Instant> sessions = oldestOut(MAX_SESSIONS);
  private final Map<String, Bucket> buckets = oldestOut(MAX_CLIENTS);

  /**
   * Rules.
   *
   * @param hosts names, with or without a port, by which clients may call the server
   * @param token by which clients may write; null where nobody may
   * @param isReadingOpen whether whoever can connect may read, but through a proxy
   */
  Access(Set<String> hosts, @Nullable String token, boolean isReadingOpen, InstantSource clock) {
    this.hosts =
        hosts.stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    this.token = token == null ? null : digest(token);
    this.isReadingOpen = isReadingOpen;
    this.clock = clock;
  }

  private static <V> Map<String, V> oldestOut(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }

  /** Digests are compared, so that time tells neither content nor length. */
  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Checks a request before anything of it is done.
   *
   * @throws Problem if it is refused
   */
  void check(HttpExchange exchange) throws Problem {
    checkHost(exchange.getRequestHeaders());
    checkRate(exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  private void checkHost(Headers headers) throws Problem {
    String host = String.valueOf(headers.getFirst("Host")).toLowerCase(Locale.ROOT);
    String name = host.replaceFirst(":[0-9]+$", "");
    if (!hosts.contains(host) && !hosts.contains(name)) {
      throw Problem.wrongHost(
          "This console is not called so; use one of its names, or start it with --host NAME.");
    }
  }

  private synchronized void checkRate(String client) throws Problem {
    Instant now = clock.instant();
    Bucket bucket = buckets.computeIfAbsent(client, _ -> new Bucket(BURST, now));
    if (!bucket.take(now)) {
      throw Problem.tooMany();
    }
  }

  /** How many requests a client may send now. */
  private static final class Bucket {
    private long thousandths;
    private Instant filled;

    Bucket(int requests, Instant now) {
      this.thousandths = requests * 1000L;
      this.filled = now;
    }

    boolean take(Instant now) {
      long gained = Math.max(0, Duration.between(filled, now).toMillis()) * PER_SECOND;
      thousandths = Math.min(BURST * 1000L, thousandths + gained);
      filled = now;
      if (thousandths < 1000) {
        return false;
      }
      thousandths -= 1000;
      return true;
    }
  }

  /**
   * Checks that a client may do what its method says.
   *
   * @throws Problem if it may not
   */
  void checkRight(HttpExchange exchange) throws Problem {
    boolean isReading = READING.contains(exchange.getRequestMethod());
    if (isReading && isReadingOpen && !isForwarded(exchange.getRequestHeaders())) {
      return;
    }
    if (token == null) {
      throw Problem.forbidden(
          "This console only reads; start it with --token-file to let people write.");
    }
    if (isBearer(exchange.getRequestHeaders())) {
      return;
    }
    if (!hasSession(exchange.getRequestHeaders())) {
      throw Problem.notAllowed("Sign in with the console's token.");
    }
    if (!isReading) {
      checkOwnPage(exchange.getRequestHeaders());
    }
  }

  /** Whether a proxy passed it on: then anybody may have sent it, though it comes from here. */
  private static boolean isForwarded(Headers headers) {
    return FORWARDED.stream().anyMatch(headers::containsKey);
  }

  /** Whether a client may write. */
  boolean mayWrite(HttpExchange exchange) {
    return token != null
        && (isBearer(exchange.getRequestHeaders()) || hasSession(exchange.getRequestHeaders()));
  }

  /** Whether anybody may. */
  boolean isWritable() {
    return token != null;
  }

  private boolean isBearer(Headers headers) {
    String authorization = headers.getFirst("Authorization");
    return authorization != null
        && authorization.startsWith("Bearer ")
        && isToken(authorization.substring("Bearer ".length()));
  }

  private boolean isToken(String given) {
    byte[] expected = token;
    return expected != null && MessageDigest.isEqual(expected, digest(given));
  }

  /**
   * Refuses what makes work if a page of another site asks for it, as browsers say (Fetch
   * Metadata).
   */
  static void checkSite(Headers headers) throws Problem {
    if ("cross-site".equals(headers.getFirst("Sec-Fetch-Site"))) {
      throw Problem.forbidden("Open the report from the console's own page.");
    }
  }

  /** Cross-site request forgery: a browser sends cookies with requests of foreign pages, too. */
  void checkOwnPage(Headers headers) throws Problem {
    String origin = headers.getFirst("Origin");
    boolean isOwn =
        origin == null || origin.replaceFirst("^https?://", "").equals(headers.getFirst("Host"));
    if (headers.getFirst(OWN_PAGE) == null || !isOwn) {
      throw Problem.forbidden("Requests that write come from the console's own page.");
    }
  }

  /**
   * Opens a session for whoever knows the token.
   *
   * @return the cookie
   */
  synchronized String open(String given, HttpExchange exchange) throws Problem {
    if (!isToken(given)) {
      throw Problem.notAllowed("This is not the console's token.");
    }
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String session = HexFormat.of().formatHex(bytes);
    sessions.put(session, clock.instant().plus(SESSION));
    return COOKIE
        + "="
        + session
        + "; HttpOnly; SameSite=Strict; Path=/; Max-Age="
        + SESSION.toSeconds()
        + (isBehindTls(exchange.getRequestHeaders()) ? "; Secure" : "");
  }

  /** Whether a proxy says that the browser came to it by TLS. */
  private static boolean isBehindTls(Headers headers) {
    return "https".equalsIgnoreCase(headers.getFirst("X-Forwarded-Proto"))
        || String.valueOf(headers.getFirst("Forwarded"))
            .toLowerCase(Locale.ROOT)
            .contains("proto=https");
  }

  /** Closes a session; returns the cookie that ends it. */
  synchronized String close(HttpExchange exchange) {
    session(exchange.getRequestHeaders()).ifPresent(sessions::remove);
    return COOKIE + "=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0";
  }

  private synchronized boolean hasSession(Headers headers) {
    return session(headers)
        .map(sessions::get)
        .filter(until -> clock.instant().isBefore(until))
        .isPresent();
  }

  /** By what the requests of a session are known to auditors. */
  String mark(HttpExchange exchange) {
    if (isBearer(exchange.getRequestHeaders())) {
      return "token";
    }
    return session(exchange.getRequestHeaders())
        .map(text -> HexFormat.of().formatHex(digest(text), 0, MARK_BYTES))
        .orElse("none");
  }

  private static Optional<String> session(Headers headers) {
    return Optional.ofNullable(headers.getFirst("Cookie")).stream()
        .flatMap(cookies -> Stream.of(cookies.split(";\\s*")))
        .filter(cookie -> cookie.startsWith(COOKIE + "="))
        .map(cookie -> cookie.substring(COOKIE.length() + 1))
        .findFirst();
  }
}
