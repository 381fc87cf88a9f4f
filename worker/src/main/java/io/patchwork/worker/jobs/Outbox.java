package io.patchwork.worker.jobs;

import com.codahale.metrics.Timer;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.PublishConfirm;
import io.patchwork.common.queue.Route;
import io.patchwork.common.telemetry.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The messages that follow from one delivery: sent at once and confirmed together by {@link
 * #flush}, which must come before the acknowledgement. For one thread.
 */
public final class Outbox {

  private final JobQueue queue;
  private final Timer confirms;
  private final List<PublishConfirm> pending = new ArrayList<>();

  public Outbox(JobQueue queue, Metrics metrics) {
    this.queue = queue;
    this.confirms = metrics.timer("publish.confirm.seconds");
  }

  public void send(Route route, Message message) {
    pending.add(queue.publish(route, message));
  }

  public void publish(StoredEvent event) {
    send(new Route.Event(event.routingKey()), message(event));
  }

  /** Publishes an event that may be lost. */
  public void publishBestEffort(StoredEvent event) {
    queue.publishUnconfirmed(new Route.Event(event.routingKey()), message(event));
  }

  private static Message message(StoredEvent event) {
    return new Message(event.id(), event.body().getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** Waits until the broker has confirmed all messages sent so far. */
  public void flush() throws InterruptedException {
    try (Timer.Context _ = confirms.time()) {
      for (PublishConfirm receipt : pending) {
        receipt.await();
      }
      pending.clear();
    }
  }
}
