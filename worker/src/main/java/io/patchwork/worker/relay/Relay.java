package io.patchwork.worker.relay;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Subscription;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.jobs.Lanes;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells the endpoints of a file the events of a cluster. Thread-safe. */
public final class Relay implements AutoCloseable {

  /** Retries that are attempted at once; each waits for its endpoint. */
  private static final int SLOTS = 32;

  private static final int MAX_BYTES = 1 << 10;

  private final Map<Id, EndpointRelay> relays = new LinkedHashMap<>();
  private final Subscription retrying;

  /**
   * Begins to tell.
   *
   * @param attempts after the first, one for each retry delay of the queue
   * @throws Refused if the file cannot be used
   */
  public Relay(Path file, JobQueue queue, ObjectStore store, int attempts, InstantSource clock)
      throws IOException, Refused {
    List<Endpoint> endpoints = RelayFile.read(file);
    WebhookRetries retries = new WebhookRetries(queue, attempts);
    for (Endpoint endpoint : endpoints) {
      relays.put(
          endpoint.name(),
          new EndpointRelay(endpoint, queue, store, retries, clock.instant(), clock));
    }
    this.retrying =
        queue.consume(
            Lanes.RELAY,
            SLOTS,
            delivery -> retries.attempt(delivery, name -> Optional.ofNullable(relays.get(name))));
  }

  /** Names of the endpoints that said that they want no more. */
  public List<String> disabled() {
    return relays.values().stream()
        .filter(EndpointRelay::isDisabled)
        .map(relay -> relay.endpoint().name().value())
        .toList();
  }

  /**
   * Lets an endpoint be told again that had said that it wants no more, from where it had come to.
   *
   * @return whether it was disabled
   */
  public static boolean enable(Id endpoint, ObjectStore store) throws Fault {
    return new JsonObjects(store, MAX_BYTES)
        .move(
            StoreLayout.relayState(endpoint),
            RelayState.class,
            state -> state.filter(RelayState::isDisabled).map(RelayState::enabled));
  }

  @Override
  public void close() {
    retrying.close();
    relays.values().forEach(EndpointRelay::close);
  }
}
