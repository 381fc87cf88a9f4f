package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Delivery;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Cancelled;
import io.patchwork.worker.failure.Failure.Malformed;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.storelayout.StoreLayout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads the job messages of clients. Thread-safe. */
public final class PublicJobReader implements WorkItemReader {

  private final Function<JobKind, JobHandler> capabilities;
  private final TerminalRecords records;
  private final Events events;
  private final String worker;

  /**
   * A reader.
   *
   * @param capabilities the handler of each kind of job
   * @param worker this worker's name for operators
   */
  public PublicJobReader(
      Function<JobKind, JobHandler> capabilities,
      TerminalRecords records,
      Events events,
      String worker) {
    this.capabilities = capabilities;
    this.records = records;
    this.events = events;
    this.worker = worker;
  }

  @Override
  public WorkItem read(Delivery delivery) throws Malformed {
    try {
      return new PublicJob(MessageCodec.readJob(delivery.message().body()));
    } catch (InvalidMessage e) {
      throw new Malformed(e.code(), e.violations(), e.ref().orElse(null), e.sent().orElse(null), e);
    }
  }

  private final class PublicJob implements WorkItem {
    private final JobMessage message;
    private final JobRef ref;

    PublicJob(JobMessage message) {
      this.message = message;
      this.ref = message.ref();
    }

    @Override
    public String kind() {
      return message.job().kind().wireName();
    }

    @Override
    public Map<String, String> facts() {
      return Map.of("job", ref.id().value(), "from", ref.source());
    }

    @Override
    public Optional<Ending> ending() throws Refused {
      Optional<TerminalRecord> record = records.find(ref);
      if (record.isPresent()) {
        checkIsOurs(record.get());
      }
      return record.map(TerminalRecord::ending);
    }

    @Override
    public String identity() {
      return StoreLayout.jobHash(ref);
    }

    @Override
    public Optional<Instant> sent() {
      return Optional.of(message.envelope().time());
    }

    private void checkIsOurs(TerminalRecord record) throws Refused {
      if (record.dataDigest() != null && !record.dataDigest().equals(message.dataDigest())) {
        throw Refused.idReused(ref.id());
      }
    }

    @Override
    public void begin(Outbox outbox, int attempt) {
      outbox.publish(events.ofMessage(new JobEvent.Accepted(ref), message.envelope().time(), ""));
      outbox.publish(events.each(new JobEvent.Started(ref, attempt, worker)));
    }

    @Override
    public void perform(JobContext context) throws Failure, InterruptedException {
      switch (capabilities.apply(message.job().kind()).perform(message, context)) {
        case Outcome.Continued _ -> {}
        case Outcome.Finished(List<JobEvent> jobEvents) -> {
          TerminalRecords.Commit commit = records.commit(ref, message.dataDigest(), jobEvents);
          if (commit.record().outcome() == TerminalState.CANCELLED) {
            throw new Cancelled();
          }
          checkIsOurs(commit.record());
          commit.ending(context.isRedelivered()).tell(context.outbox());
        }
      }
    }

    @Override
    public Ending fail(Failure failure) {
      JobEvent event =
          new JobEvent.Failed(ref, failure.code(), failure.sentence(), failure.detail(), List.of());
      if (failure.code() == FailureCode.ID_REUSED) {
        // The record belongs to an earlier job with the same id.
        StoredEvent refused =
            events.ofMessage(event, message.envelope().time(), message.dataDigest().hex());
        return new Ending(failure.code(), null, outbox -> outbox.publish(refused));
      }
      return records.commit(ref, message.dataDigest(), List.of(event)).record().ending();
    }

    @Override
    public boolean belongsTo(String jobHash) {
      return StoreLayout.jobHash(ref).equals(jobHash);
    }
  }
}
