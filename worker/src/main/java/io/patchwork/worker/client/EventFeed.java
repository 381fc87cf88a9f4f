package io.patchwork.worker.client;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Subscription;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.wire.EventMessage;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.jobs.Events;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A feed of the events that are published while it is open, in order. Thread-safe. */
public final class EventFeed implements AutoCloseable {

  private static final String ALL = "#";

  private final BlockingQueue<JobEvent> events = new LinkedBlockingQueue<>();
  private final Subscription subscription;

  private EventFeed(JobQueue queue, String pattern, Predicate<JobEvent> isWanted) {
    this.subscription =
        queue.subscribeEvents(
            pattern,
            message -> read(message).filter(isWanted).ifPresent(event -> events.add(event)));
  }

  /** The events of all jobs. */
  public static EventFeed ofAll(JobQueue queue) {
    return new EventFeed(queue, ALL, event -> true);
  }

  /** The events of one job. */
  public static EventFeed ofJob(JobQueue queue, JobRef job) {
    return new EventFeed(queue, Events.patternOf(job), event -> true);
  }

  /** The events of all jobs with an id, of any source. */
  public static EventFeed ofId(JobQueue queue, String id) {
    return new EventFeed(queue, ALL, event -> event.job().id().value().equals(id));
  }

  /** Waits for the next event. */
  public JobEvent next() throws InterruptedException {
    return events.take();
  }

  /** Waits for the next event, no longer than {@code timeout}. */
  public Optional<JobEvent> next(Duration timeout) throws InterruptedException {
    return Optional.ofNullable(events.poll(timeout.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Decodes an event; empty for a foreign message. */
  static Optional<JobEvent> read(Message message) {
    try {
      return Optional.of(MessageCodec.readEvent(message.body())).map(EventMessage::event);
    } catch (InvalidMessage foreign) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    subscription.close();
  }
}
