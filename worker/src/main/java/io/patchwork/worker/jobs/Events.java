package io.patchwork.worker.jobs;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Envelope;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Serialises events as CloudEvents. Thread-safe. */
public final class Events {

  private static final String SOURCE = "patchwork";
  private static final int ID_LENGTH = 32;

  private final InstantSource clock;

  public Events(InstantSource clock) {
    this.clock = clock;
  }

  /** An event that occurs once per job, which is stored and told as it was stored. */
  public StoredEvent once(JobEvent event) {
    return write(event, "", clock.instant());
  }

  /**
   * An event that follows from a job's message alone: whoever tells it again says the same bytes.
   *
   * @param sent the time of the message, which is that of the event
   * @param discriminator tells it from another message's event of the same job and kind; empty for
   *     one that each message of the job would cause
   */
  StoredEvent ofMessage(JobEvent event, Instant sent, String discriminator) {
    return write(event, discriminator + "\n" + sent, sent);
  }

  /**
   * An event that can occur several times per job, each time about another document; whoever tells
   * it again says the same bytes.
   */
  public StoredEvent ofDocument(JobEvent event, Instant written, Sha256 document) {
    return write(event, document.hex(), written);
  }

  /** An event that is told once, of a job to which more of its kind may happen. */
  public StoredEvent each(JobEvent event) {
    return write(event, UUID.randomUUID().toString(), clock.instant());
  }

  private StoredEvent write(JobEvent event, String discriminator, Instant time) {
    JobRef job = event.job();
    String hash = StoreLayout.jobHash(job);
    JobId id =
        new JobId(
            Sha256.of(hash + "\n" + event.kind().wireName() + "\n" + discriminator)
                .hex()
                .substring(0, ID_LENGTH));
    String subject = job.subject() == null ? job.id().value() : job.subject();
    byte[] body =
        MessageCodec.write(new Envelope(id, SOURCE, subject, time, job.traceparent()), event);
    return new StoredEvent(routingKey(event), id.value(), new String(body, StandardCharsets.UTF_8));
  }

  private static String routingKey(JobEvent event) {
    String kind = event.job().kind() == null ? "unread" : event.job().kind().wireName();
    return event.kind().wireName() + "." + kind + "." + StoreLayout.jobHash(event.job());
  }

  /** The routing key pattern of all events of one job. */
  public static String patternOf(JobRef job) {
    return "*.*." + StoreLayout.jobHash(job);
  }
}
