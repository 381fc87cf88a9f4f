package io.patchwork.worker.cli;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.queue.Subscription;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.Job;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.EventMessage;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.layout.Lanes;
import io.patchwork.worker.run.Events;
import io.patchwork.worker.run.Records;
import io.patchwork.worker.run.StoredEvent;
import io.patchwork.worker.run.TerminalRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Sends jobs and waits for what becomes of them. Thread-safe. */
public final class JobClient {

  public static final String SOURCE = "patchwork:cli";

  /** Events may be lost with a broker session; the record in the store is not. */
  private static final Duration LOOK_AT_RECORD = Duration.ofSeconds(5);

  private final JobQueue queue;
  private final InstantSource clock;
  private final Records records;

  public JobClient(JobQueue queue, ObjectStore store, InstantSource clock) {
    this.queue = queue;
    this.clock = clock;
    this.records = new Records(store, new Events(clock));
  }

  /** A job that is on its way, listened to since before it was sent. */
  public final class Pending implements AutoCloseable {
    private final JobRef ref;
    private final BlockingQueue<JobEvent> events = new LinkedBlockingQueue<>();
    private final Subscription subscription;

    private Pending(JobRef ref) {
      this.ref = ref;
      this.subscription =
          queue.listen(Events.patternOf(ref), message -> read(message).ifPresent(events::add));
    }

    /** Which job it is. */
    public JobRef ref() {
      return ref;
    }

    /**
     * Waits for the end.
     *
     * @param onEvent hears of everything before it
     * @return the terminal event
     */
    public JobEvent await(Consumer<JobEvent> onEvent) throws InterruptedException {
      while (true) {
        JobEvent event = events.poll(LOOK_AT_RECORD.toSeconds(), TimeUnit.SECONDS);
        if (event == null) {
          Optional<JobEvent> recorded = records.find(ref).flatMap(JobClient::terminal);
          if (recorded.isPresent()) {
            return recorded.get();
          }
        } else if (event.kind().isTerminal()) {
          return event;
        } else {
          onEvent.accept(event);
        }
      }
    }

    @Override
    public void close() {
      subscription.close();
    }
  }

  /** Sends a job under a fresh id. */
  public Pending send(Job job, String subject) throws InterruptedException {
    JobRef ref = new JobRef(new Id(UUID.randomUUID().toString()), SOURCE, job.kind());
    Envelope envelope = new Envelope(ref.id(), SOURCE, subject, clock.instant(), null);
    return send(ref, MessageCodec.write(envelope, job));
  }

  /** Sends the bytes of a job message. */
  public Pending send(JobRef ref, byte[] body) throws InterruptedException {
    Pending pending = new Pending(ref);
    Message message = new Message(ref.id().value(), body, Map.of());
    queue
        .publish(
            new Route.ToLane(ref.kind() == null ? Lanes.INTERACTIVE : Lanes.of(ref.kind())),
            message)
        .await();
    return pending;
  }

  /** An event out of a message, if it is one of ours. */
  static Optional<JobEvent> read(Message message) {
    try {
      return Optional.of(MessageCodec.readEvent(message.body())).map(EventMessage::event);
    } catch (InvalidMessage foreign) {
      return Optional.empty();
    }
  }

  /** The terminal event of a record. */
  static Optional<JobEvent> terminal(TerminalRecord record) {
    return record.events().stream()
        .map(StoredEvent::body)
        .map(body -> new Message("", body.getBytes(StandardCharsets.UTF_8), Map.of()))
        .flatMap(message -> read(message).stream())
        .filter(event -> event.kind().isTerminal())
        .findFirst();
  }
}
