package io.patchwork.worker.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Delivers events to one endpoint (Standard Webhooks 1.0). It follows no redirects, keeps no
 * cookies and reads nothing of an answer but its status. Thread-safe.
 */
final class WebhookClient implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** From the first to the last byte, however slowly these come. */
  private static final Duration WHOLE = Duration.ofSeconds(15);

  private static final ContentType EVENT = ContentType.create("application/cloudevents+json");
  private static final int GONE = 410;
  private static final int MAX_ANSWER = 4 << 10;

  /** Request timeout, too early, too many requests: it may take the same event later. */
  private static final Set<Integer> BUSY = Set.of(408, 425, 429);

  /** More than are delivered to one endpoint at once, so that none waits for a connection. */
  private static final int CONNECTIONS = 64;

  private final Endpoint endpoint;
  private final InstantSource clock;
  private final CloseableHttpClient http;
  private volatile boolean isClosed;
  private final ScheduledExecutorService deadline =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("deadline").factory());

  WebhookClient(Endpoint endpoint, InstantSource clock) {
    this.endpoint = endpoint;
    this.clock = clock;
    PoolingHttpClientConnectionManagerBuilder connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(CONNECTIONS)
            .setMaxConnTotal(CONNECTIONS)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(CONNECT))
                    .setSocketTimeout(Timeout.of(SILENCE))
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .setTimeToLive(TimeValue.ofMinutes(1))
                    .build());
    connections.setDnsResolver(
        new BoundedLookup(
            endpoint.isPrivateAllowed()
                ? SystemDefaultDnsResolver.INSTANCE
                : new PublicAddresses()));
    this.http =
        HttpClients.custom()
            .setConnectionManager(connections.build())
            .setDefaultRequestConfig(
                RequestConfig.custom().setResponseTimeout(Timeout.of(SILENCE)).build())
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableContentCompression()
            .setUserAgent("patchwork-relay")
            .build();
  }

  /**
   * Delivers an event.
   *
   * @param id of the event, the same for each attempt
   */
  Attempt deliver(String id, byte[] body) {
    HttpPost post = new HttpPost(endpoint.url());
    long seconds = clock.instant().getEpochSecond();
    post.setHeader("webhook-id", id);
    post.setHeader("webhook-timestamp", Long.toString(seconds));
    post.setHeader(
        "webhook-signature",
        endpoint.secrets().stream()
            .map(secret -> secret.sign(id, seconds, body))
            .collect(Collectors.joining(" ")));
    post.setEntity(new ByteArrayEntity(body, EVENT));
    Future<?> late = deadline.schedule(() -> post.abort(), WHOLE.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return attempt(status(post));
    } catch (IOException e) {
      if (isClosed) {
        return new Attempt.Stopped();
      }
      return new Attempt.Failed(
          late.isDone() ? "no answer within " + WHOLE.toSeconds() + " s" : reason(e), false);
    } finally {
      late.cancel(false);
    }
  }

  /** Posts it; once more where the endpoint had closed the connection that was kept from before. */
  private int status(HttpPost post) throws IOException {
    try {
      return http.execute(post, answer -> read(post, answer));
    } catch (NoHttpResponseException | SocketException e) {
      if (post.isAborted() || e instanceof ConnectException) {
        throw e;
      }
      return http.execute(post, answer -> read(post, answer));
    }
  }

  /**
   * What it says is of no use; a connection on which it says much, or slowly, is not used again.
   */
  private static int read(HttpPost post, ClassicHttpResponse answer) {
    try {
      if (answer.getEntity() != null
          && answer.getEntity().getContent().readNBytes(MAX_ANSWER + 1).length > MAX_ANSWER) {
        post.abort();
      }
    } catch (IOException brokenOff) {
      // Its status has come, and that counts.
      post.abort();
    }
    return answer.getCode();
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }

  private static Attempt attempt(int status) {
    if (status == GONE) {
      return new Attempt.Gone();
    }
    if (status >= 200 && status < 300) {
      return new Attempt.Delivered();
    }
    return new Attempt.Failed(
        status >= 300 && status < 400
            ? "it redirects (" + status + "), which is not followed; name the final address"
            : "it answers " + status,
        status >= 400 && status < 500 && !BUSY.contains(status));
  }

  @Override
  public void close() {
    isClosed = true;
    deadline.shutdownNow();
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
