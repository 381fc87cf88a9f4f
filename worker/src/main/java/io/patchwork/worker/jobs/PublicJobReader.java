package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
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
import io.patchwork.worker.telemetry.CostMeter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the job messages of clients: from the lanes of clients to admit them, from other lanes to
 * do them. Thread-safe.
 */
public final class PublicJobReader implements WorkItemReader {

  private final Function<JobKind, JobHandler> capabilities;
  private final TerminalRecords records;
  private final Admission admission;
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
      Admission admission,
      Events events,
      String worker) {
    this.capabilities = capabilities;
    this.records = records;
    this.admission = admission;
    this.events = events;
    this.worker = worker;
  }

  @Override
  public WorkItem read(Delivery delivery) throws Malformed {
    Message message = delivery.message();
    // Clients may set any header.
    boolean isFromClient = delivery.lane().entrance() == Lane.Exchange.JOBS;
    if (!isFromClient && message.headers().containsKey(Admission.WATCHDOG)) {
      return new AdmissionWatchdog(admission, Admission.Watchdog.read(message));
    }
    try {
      JobMessage job = MessageCodec.readJob(message.body());
      return isFromClient && !admission.isOff()
          ? new JobToAdmit(job, delivery.lane())
          : new JobInLane(
              job,
              delivery.lane(),
              delivery.lane().entrance() == Lane.Exchange.INTERNAL
                  ? Turn.of(delivery.lane(), message)
                  : Optional.empty(),
              Headers.mayHaveBegun(delivery));
    } catch (InvalidMessage e) {
      throw new Malformed(e.code(), e.violations(), e.ref().orElse(null), e.sent().orElse(null), e);
    }
  }

  /** What is the same of a job before and after it is admitted. */
  private abstract class PublicJob implements WorkItem {
    final JobMessage message;
    final JobRef ref;
    private final Lane lane;

    PublicJob(JobMessage message, Lane lane) {
      this.message = message;
      this.lane = lane;
      this.ref = message.ref();
    }

    /** Refuses a job that deletes from whoever may not send it, and others by its lane. */
    void checkLane() throws Refused {
      boolean isDeletion = Lanes.of(message.job().kind()).equals(Lanes.DELETION);
      if (isDeletion != lane.equals(Lanes.DELETION)) {
        throw new Refused(
            FailureCode.NOT_ALLOWED,
            isDeletion
                ? "A job that deletes is taken from the exchange of deletions alone, to which not"
                    + " everybody may publish; send it there under a new id."
                : "Only jobs that delete are taken from the exchange of deletions; send this one to"
                    + " the exchange of jobs under a new id.");
      }
    }

    void tellAccepted(Outbox outbox) {
      outbox.publish(events.ofMessage(new JobEvent.Accepted(ref), message.envelope().time(), ""));
    }

    @Override
    public Map<String, String> facts() {
      return Map.of("job", ref.id().value(), "from", ref.source());
    }

    @Override
    public Optional<String> traceparent() {
      return Optional.ofNullable(message.envelope().traceparent());
    }

    @Override
    public String identity() {
      return StoreLayout.jobHash(ref);
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

    /** Its recorded end; repeats of jobs that have ended do not wait for their turn. */
    Optional<Ending> recorded() throws Refused {
      Optional<TerminalRecord> record = records.find(ref);
      if (record.isPresent()) {
        checkIsOurs(record.get());
      }
      return record.map(TerminalRecord::ending);
    }

    void checkIsOurs(TerminalRecord record) throws Refused {
      if (record.dataDigest() != null && !record.dataDigest().equals(message.dataDigest())) {
        throw Refused.idReused(ref.id());
      }
    }

    @Override
    public boolean belongsTo(String jobHash) {
      return StoreLayout.jobHash(ref).equals(jobHash);
    }
  }

  /** A job on its way to its lane: no file is read for it. */
  private final class JobToAdmit extends PublicJob {

    JobToAdmit(JobMessage message, Lane lane) {
      super(message, lane);
    }

    @Override
    public String kind() {
      return "admission";
    }

    @Override
    public Optional<Ending> ending() throws Refused {
      return recorded();
    }

    @Override
    public void begin(Outbox outbox, int attempt) {
      tellAccepted(outbox);
    }

    @Override
    public void perform(JobContext context) throws Failure, InterruptedException {
      checkLane();
      admission.admit(message, context.message(), context.isRedelivered(), context.outbox());
    }
  }

  /** A job in its lane. */
  private final class JobInLane extends PublicJob {
    private final Optional<Turn> turn;
    private final boolean mayHaveBegun;

    /**
     * A job to do.
     *
     * @param turn how it was admitted; empty where it came without
     */
    JobInLane(JobMessage message, Lane lane, Optional<Turn> turn, boolean mayHaveBegun) {
      super(message, lane);
      this.turn = turn;
      this.mayHaveBegun = mayHaveBegun;
    }

    @Override
    public String kind() {
      return message.job().kind().wireName();
    }

    @Override
    public Optional<Ending> ending() throws Refused {
      return recorded().map(end -> end.then(this::release));
    }

    @Override
    public Optional<Instant> sent() {
      return Optional.of(message.envelope().time());
    }

    /** Lets another job of its account in. */
    private void release(Outbox outbox) throws Failure, InterruptedException {
      if (turn.isPresent()) {
        admission.release(ref, turn.get(), mayHaveBegun, outbox);
      } else {
        admission.releaseKept(ref, mayHaveBegun, outbox);
      }
    }

    @Override
    public void begin(Outbox outbox, int attempt) {
      if (turn.isEmpty()) {
        tellAccepted(outbox);
      }
      outbox.publish(events.each(new JobEvent.Started(ref, attempt, worker)));
    }

    @Override
    public void perform(JobContext context) throws Failure, InterruptedException {
      checkLane();
      switch (capabilities.apply(message.job().kind()).perform(message, context)) {
        case Outcome.Continued _ -> {
          if (turn.isPresent()) {
            admission.keep(ref, turn.get().accountLane());
            if (records.find(ref).isPresent()) {
              // Whoever ended it meanwhile may not have found what was kept.
              release(context.outbox());
            }
          }
        }
        case Outcome.Finished(List<JobEvent> jobEvents) -> {
          TerminalRecords.Commit commit =
              records.commit(
                  ref, message.dataDigest(), jobEvents.stream().map(this::metered).toList());
          if (commit.record().outcome() == TerminalState.CANCELLED) {
            throw new Cancelled();
          }
          checkIsOurs(commit.record());
          commit.ending(context.isRedelivered()).then(this::release).tell(context.outbox());
        }
      }
    }

    /** A completion with what the job took, unless it says so itself. */
    private JobEvent metered(JobEvent event) {
      return event instanceof JobEvent.Completed completed && completed.cost() == null
          ? new JobEvent.Completed(completed.job(), completed.result(), CostMeter.current())
          : event;
    }

    @Override
    public Ending fail(Failure failure) {
      return super.fail(failure).then(this::release);
    }
  }
}
