package io.patchwork.worker.jobs;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.PublishConfirm;
import io.patchwork.common.queue.Route;
import io.patchwork.common.telemetry.BucketHistogram;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The messages that follow from one delivery: sent at once and confirmed together by {@link
 * #flush}, which must come before the acknowledgement. For one thread.
 */
public final class Outbox {

  private final JobQueue queue;
  private final BucketHistogram confirms;
  private final InstantSource clock;
  private final Optional<String> traceparent;
  private final List<PublishConfirm> pending = new ArrayList<>();

  public Outbox(JobQueue queue, Metrics metrics) {
    this(queue, metrics, InstantSource.system(), Optional.empty());
  }

  /**
   * An outbox of a delivery.
   *
   * @param clock for the time that lanes' messages carry
   * @param traceparent W3C trace context of the tasks that follow
   */
  Outbox(JobQueue queue, Metrics metrics, InstantSource clock, Optional<String> traceparent) {
    this.queue = queue;
    this.clock = clock;
    this.traceparent = traceparent;
    this.confirms = metrics.histogram(WorkerMetrics.BROKER_CONFIRM);
  }

  public void send(Route route, Message message) {
    pending.add(queue.publish(route, route instanceof Route.ToLane ? dated(message) : message));
  }

  /** With the time from which it waits for a worker. */
  private Message dated(Message message) {
    return message.withHeader(Headers.SENT_AT, Long.toString(clock.millis()));
  }

  /** Sends a task, in the trace of the delivery. */
  public void sendTask(Route route, Message task) {
    send(route, traceparent.map(value -> task.withHeader(Message.TRACEPARENT, value)).orElse(task));
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
    long began = System.nanoTime();
    try {
      for (PublishConfirm receipt : pending) {
        receipt.await();
      }
      pending.clear();
    } finally {
      confirms.add(Duration.ofNanos(System.nanoTime() - began));
    }
  }
}
