package io.patchwork.worker.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.InProcessJobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.EventKind;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Source;
import io.patchwork.schema.job.Ingest;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.failure.Failure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a job that begins more than once, as after the loss of a worker. */
final class PublicJobReaderTest {

  private static final Instant SENT = Instant.parse("2026-11-27T12:00:00Z");
  private static final int STARTS = 3;

  @TempDir private Path folder;
  private final AtomicLong seconds = new AtomicLong();
  private final InstantSource clock = () -> SENT.plusSeconds(seconds.incrementAndGet());

  @Test
  void acceptedIsToldInTheSameBytesAndEachStartHasAnIdOfItsOwn() throws Exception {
    BlockingQueue<Message> told = new ArrayBlockingQueue<>(2 * STARTS);
    try (InProcessJobQueue queue =
        new InProcessJobQueue(Lanes.topology("t", List.of(Duration.ofSeconds(1))), 1)) {
      Events events = new Events(clock);
      TerminalRecords records = new TerminalRecords(new FileObjectStore(folder), events, clock);
      PublicJobReader reader =
          new PublicJobReader(
              kind -> (message, context) -> new Outcome.Continued(),
              records,
              new Admission(new FileObjectStore(folder), records, clock, 0, 0),
              events,
              "one");
      queue.subscribeEvents("#", told::add);

      try (var _ = queue.consume(Lanes.BULK, 1, delivery -> begin(reader, delivery, queue))) {
        for (int i = 0; i < STARTS; i++) {
          queue.publish(new Route.ToLane(Lanes.BULK), message()).await();
        }

        List<String> accepted = new ArrayList<>();
        List<String> starts = new ArrayList<>();
        for (int i = 0; i < 2 * STARTS; i++) {
          Message event = Objects.requireNonNull(told.poll(10, TimeUnit.SECONDS));
          if (MessageCodec.readEvent(event.body()).event().kind() == EventKind.ACCEPTED) {
            accepted.add(new String(event.body(), StandardCharsets.UTF_8));
          } else {
            starts.add(event.id());
          }
        }
        assertThat(accepted).hasSize(STARTS).containsOnly(accepted.getFirst());
        assertThat(accepted.getFirst()).contains(SENT.toString());
        assertThat(starts).hasSize(STARTS).doesNotHaveDuplicates();
      }
    }
  }

  /** Headers by which workers talk to each other mean nothing in the lanes of clients. */
  @Test
  void aClientSpeaksForNoWorker() throws Exception {
    try (InProcessJobQueue queue =
        new InProcessJobQueue(Lanes.topology("t", List.of(Duration.ofSeconds(1))), 1)) {
      Events events = new Events(clock);
      TerminalRecords records = new TerminalRecords(new FileObjectStore(folder), events, clock);
      Admission admission = new Admission(new FileObjectStore(folder), records, clock, 1, 1);
      PublicJobReader reader =
          new PublicJobReader(
              kind -> (message, context) -> new Outcome.Continued(),
              records,
              admission,
              events,
              "one");
      BlockingQueue<String> kinds = new ArrayBlockingQueue<>(1);
      Message message =
          message().withHeader(Admission.WATCHDOG, "true").withHeader(Turn.ACCOUNT, "no digest");

      try (var _ = queue.consume(Lanes.BULK, 1, delivery -> kinds.add(kind(reader, delivery)))) {
        queue.publish(new Route.ToLane(Lanes.BULK), message).await();

        assertThat(kinds.poll(10, TimeUnit.SECONDS)).isEqualTo("admission");
      }
    }
  }

  private static String kind(PublicJobReader reader, Delivery delivery) {
    try {
      return reader.read(delivery).kind();
    } catch (Failure e) {
      throw new AssertionError(e);
    } finally {
      delivery.ack();
    }
  }

  private static void begin(PublicJobReader reader, Delivery delivery, InProcessJobQueue queue) {
    Outbox outbox = new Outbox(queue, new Metrics());
    try {
      reader.read(delivery).begin(outbox, 1);
      outbox.flush();
    } catch (Failure | InterruptedException e) {
      throw new AssertionError(e);
    }
    delivery.ack();
  }

  private static Message message() {
    Ingest job =
        new Ingest(
            new Id("film"),
            new Source.Stored(URI.create("s3://bucket/uploads/film.mp4")),
            List.of(),
            List.of(),
            null,
            null,
            null);
    Envelope envelope = new Envelope(new JobId("job"), "urn:test", null, SENT, null);
    return new Message("job", MessageCodec.write(envelope, job), Map.of());
  }
}
