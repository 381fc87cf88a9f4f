package io.patchwork.worker.relay;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.LoggedEvent;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Subscription;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.schema.wire.EventMessage;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one endpoint the events of the log, one after the other, on a thread of its own. A single
 * failure goes to the retry queues and the next event follows; after some in a row the endpoint
 * counts as away, and this waits with the log. Thread-safe.
 */
final class EndpointRelay implements WebhookRetries.Recipient, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EndpointRelay.class);

  /** Failures in a row after which an endpoint counts as away. */
  private static final int AWAY_AFTER = 5;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
  private static final Duration SAVE_EVERY = Duration.ofSeconds(1);
  private static final int MAX_BYTES = 1 << 10;

  /** From this age on, an event is told late, and operators hear of it, once a minute. */
  private static final Duration LATE = Duration.ofMinutes(5);

  private static final Duration WARN_EVERY = Duration.ofMinutes(1);

  private final Endpoint endpoint;
  private final WebhookClient client;
  private final WebhookRetries retries;
  private final JsonObjects documents;
  private final ObjectKey stateKey;
  private final InstantSource clock;
  private final Subscription subscription;
  private volatile boolean isClosed;
  private volatile boolean isAway;
  private final AtomicReference<RelayState> state;
  private RelayState saved;
  private Instant savedAt = Instant.EPOCH;
  private Instant warnedAt = Instant.EPOCH;
  private int failuresInARow;

  /**
   * Begins.
   *
   * @param now from when on an endpoint is told that was never there before
   */
  EndpointRelay(
      Endpoint endpoint,
      JobQueue queue,
      ObjectStore store,
      WebhookRetries retries,
      Instant now,
      InstantSource clock) {
    this.endpoint = endpoint;
    this.client = new WebhookClient(endpoint, clock);
    this.retries = retries;
    this.documents = new JsonObjects(store, MAX_BYTES);
    this.stateKey = StoreLayout.relayState(endpoint.name());
    this.clock = clock;
    documents.putIfAbsent(stateKey, RelayState.begin(now));
    this.saved = documents.read(stateKey, RelayState.class).orElse(RelayState.begin(now));
    this.state = new AtomicReference<>(saved);
    this.subscription =
        saved.isDisabled() ? () -> {} : queue.replayEvents(saved.start(), this::tell);
  }

  Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public Attempt deliver(String id, byte[] body) {
    return client.deliver(id, body);
  }

  @Override
  public boolean isAway() {
    return isAway;
  }

  @Override
  public boolean isDisabled() {
    return state.get().isDisabled();
  }

  private void tell(LoggedEvent event) {
    if (isClosed || state.get().isDisabled()) {
      return;
    }
    Optional<EventMessage> parsed = parsed(event.message());
    if (parsed.filter(each -> endpoint.events().contains(each.event().kind())).isPresent()) {
      String id = parsed.get().envelope().id().value();
      warnIfLate(parsed.get().envelope().time());
      if (!isSettled(id, event.message().body())) {
        return;
      }
    }
    state.updateAndGet(before -> before.after(event.place()));
    save(false);
  }

  private void warnIfLate(Instant happened) {
    Instant now = clock.instant();
    Duration late = Duration.between(happened, now);
    if (late.compareTo(LATE) > 0 && now.isAfter(warnedAt.plus(WARN_EVERY))) {
      warnedAt = now;
      LOG.atWarn()
          .addKeyValue("endpoint", endpoint.name())
          .addKeyValue("seconds", late.toSeconds())
          .log("endpoint is behind");
    }
  }

  private static Optional<EventMessage> parsed(Message message) {
    try {
      return Optional.of(MessageCodec.readEvent(message.body()));
    } catch (InvalidMessage foreign) {
      return Optional.empty();
    }
  }

  /** Delivers an event or leaves it to the retries; false where this ends or is disabled. */
  private boolean isSettled(String id, byte[] body) {
    Duration pause = FIRST_PAUSE;
    while (!isClosed) {
      switch (client.deliver(id, body)) {
        case Attempt.Delivered _ -> {
          if (isAway) {
            LOG.atInfo().addKeyValue("endpoint", endpoint.name()).log("endpoint is back");
          }
          isAway = false;
          failuresInARow = 0;
          return true;
        }
        case Attempt.Stopped _ -> {
          return false;
        }
        case Attempt.Gone _ -> {
          disable();
          return false;
        }
        case Attempt.Failed(String why, boolean isRefused) -> {
          failuresInARow = isRefused ? 0 : failuresInARow + 1;
          if (failuresInARow == 1) {
            LOG.atWarn()
                .addKeyValue("endpoint", endpoint.name())
                .addKeyValue("why", why)
                .log("endpoint failed");
          }
          if (failuresInARow < AWAY_AFTER) {
            isAway = false;
            retries.first(endpoint, id, body, why);
            return true;
          }
          if (!isAway) {
            LOG.atWarn()
                .addKeyValue("endpoint", endpoint.name())
                .addKeyValue("why", why)
                .log("endpoint is away");
          }
          isAway = true;
          if (!rest(pause)) {
            return false;
          }
          pause =
              pause.multipliedBy(2).compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
        }
      }
    }
    return false;
  }

  private static boolean rest(Duration pause) {
    try {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Tells it nothing any more, until operators enable it. */
  @Override
  public void disable() {
    LOG.atError()
        .addKeyValue("endpoint", endpoint.name())
        .log("endpoint answered 410 and is told nothing any more; see patchwork relay --enable");
    state.updateAndGet(RelayState::disabled);
    save(true);
  }

  private synchronized void save(boolean isUrgent) {
    Instant now = clock.instant();
    RelayState next = state.get();
    if (next.equals(saved) || (!isUrgent && now.isBefore(savedAt.plus(SAVE_EVERY)))) {
      return;
    }
    try {
      var _ = documents.move(stateKey, RelayState.class, _ -> Optional.of(next));
      saved = next;
      savedAt = now;
    } catch (StoreUnavailable | Fault e) {
      // What is told again after a restart has the same ids.
      LOG.atWarn().setCause(e).log("the place of an endpoint is not saved");
    }
  }

  @Override
  public void close() {
    isClosed = true;
    subscription.close();
    client.close();
    save(true);
  }
}
