package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.LeaseLost;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.QueueUnavailable;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.common.telemetry.LogContext;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.time.TooManyDigits;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Interrupted;
import io.patchwork.worker.failure.Failure.LostLease;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.failure.Failure.Unavailable;
import io.patchwork.worker.storelayout.StoredDocument;
import io.patchwork.worker.storelayout.UnusableDocument;
import io.patchwork.worker.telemetry.CostMeter;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a job from delivery to acknowledgement. No other class catches all exceptions of a job;
 * {@link DeliveryOutcomes} acknowledges what failed for good. Thread-safe: each delivery runs on a
 * thread of its own.
 */
public final class JobRunner {

  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

  private final JobQueue queue;
  private final WorkItemReader reader;
  private final Events events;
  private final Workspaces workspaces;
  private final RunningJobs running;
  private final Optional<Quarantine> quarantine;
  private final DeliveryOutcomes outcomes;
  private final Consumer<Failure> onUnavailable;
  private final InstantSource clock;
  private final Metrics metrics;

  /**
   * Creates a runner.
   *
   * @param quarantine of deliveries that workers were lost with; empty in a quarantined worker
   * @param retryDelays number of retry delays, that is, how often an unavailable job is tried again
   * @param onUnavailable called when a service is unreachable or a disk is full
   */
  public JobRunner(
      JobQueue queue,
      WorkItemReader reader,
      Events events,
      Workspaces workspaces,
      RunningJobs running,
      Optional<Quarantine> quarantine,
      int retryDelays,
      Consumer<Failure> onUnavailable,
      InstantSource clock,
      Metrics metrics) {
    this.queue = queue;
    this.reader = reader;
    this.events = events;
    this.workspaces = workspaces;
    this.running = running;
    this.quarantine = quarantine;
    this.outcomes = new DeliveryOutcomes(events, retryDelays);
    this.onUnavailable = onUnavailable;
    this.clock = clock;
    this.metrics = metrics;
    // From nought on: an alert sees a count rise, not one that begins with its first event.
    metrics.counter(WorkerMetrics.JOB_FAULTS);
  }

  /** Handles a delivery, up to its acknowledgement. */
  public void run(Delivery delivery) {
    long began = System.nanoTime();
    try (LogContext log = new LogContext();
        DeliverySpan span = new DeliverySpan(delivery);
        RunningJobs.Running job = running.add()) {
      delivery.onLeaseLost(() -> running.loseLease(job));
      WorkItem item = null;
      Failure failure;
      try {
        job.check();
        item = read(delivery, job, log);
        span.begin(item);
        span.trace().ifPresent(id -> log.with("trace", id));
        work(delivery, item, job, span);
        return;
      } catch (Failure known) {
        failure = known;
      } catch (StoreUnavailable e) {
        failure =
            new Unavailable(
                FailureCode.STORE_UNAVAILABLE,
                "The store cannot be reached; once it is back, send the job again under a"
                    + " new id.",
                e);
      } catch (QueueUnavailable | LeaseLost e) {
        failure = new LostLease();
      } catch (InterruptedException e) {
        failure = new Interrupted();
      } catch (UnusableDocument e) {
        LOG.atWarn().setCause(e).log("document unusable");
        failure = new Refused(e.code(), e.sentence());
      } catch (RuntimeException bug) {
        failure =
            TooManyDigits.isCauseOf(bug)
                ? new Refused(FailureCode.TOO_LARGE, StoredDocument.TOO_MANY_DIGITS)
                : new Fault(bug.toString(), bug);
      } catch (StackOverflowError | LinkageError | AssertionError bug) {
        failure = new Fault(bug.toString(), bug);
      } catch (VirtualMachineError full) {
        // It may be another job's fault: in quarantine each has a heap of its own.
        LOG.atError().setCause(full).log("job ends without an end");
        reject(delivery);
        return;
      }
      // The reason for the stop explains any exception thrown on the way out.
      dispose(delivery, item, job.makeUninterruptible().orElse(failure));
    } finally {
      metrics
          .histogram(WorkerMetrics.JOB_DURATION, delivery.lane().name())
          .add(Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private WorkItem read(Delivery delivery, RunningJobs.Running job, LogContext log) throws Failure {
    log.with("lane", delivery.lane().name());
    log.with("attempt", Headers.attempt(delivery.message()));
    WorkItem item = reader.read(delivery);
    log.with("kind", item.kind());
    item.facts().forEach(log::with);
    job.is(item);
    return item;
  }

  private void work(Delivery delivery, WorkItem item, RunningJobs.Running job, DeliverySpan span)
      throws Failure, InterruptedException {
    Outbox outbox = new Outbox(queue, metrics, clock, span.ofTasks());
    DeliveryHistory history = DeliveryHistory.of(delivery);
    if (DeliveryHistory.isNearLimit(delivery) && !history.isLostTooOften()) {
      sendAgain(delivery, item, history.renewed(delivery.message()), outbox, job, "renewed");
      return;
    }
    Optional<Ending> ending = item.ending();
    if (ending.isPresent()) {
      var _ = job.makeUninterruptible();
      outcomes.replay(delivery, item, ending.get(), outbox);
      finish(delivery, item, outbox, job, "replayed");
      return;
    }
    if (history.isLostTooOften()) {
      throw Fault.workerLost(history.lost());
    }
    if (history.isSuspect() && quarantine.isPresent()) {
      handleIn(quarantine.get(), delivery, item, history, outbox, job);
      return;
    }
    int attempt = Headers.attempt(delivery.message());
    if (attempt == 1 && delivery.count() == 1) {
      Headers.sentAt(delivery.message())
          .or(item::sent)
          .ifPresent(sent -> recordWait(delivery.lane(), sent));
    }
    LOG.atInfo().log("job starts");
    item.begin(outbox, attempt);
    try (Workspaces.Workspace workspace = workspaces.open();
        CostMeter _ = CostMeter.start(item.kind())) {
      item.perform(new JobContext(workspace.folder(), outbox, events, clock, delivery));
    }
    finish(delivery, item, outbox, job, "done");
  }

  /** Lets another process handle the delivery; a job that kills two of them is to blame. */
  private void handleIn(
      Quarantine place,
      Delivery delivery,
      WorkItem item,
      DeliveryHistory history,
      Outbox outbox,
      RunningJobs.Running job)
      throws Failure, InterruptedException {
    LOG.atInfo().addKeyValue("lost", history.lost()).log("job goes to quarantine");
    Quarantine.End end;
    try {
      end = place.handle(delivery);
    } catch (IOException e) {
      // Nothing is known of the job: its message rests, uncounted.
      LOG.atWarn().setCause(e).log("no quarantine");
      outbox.send(rest(delivery), history.renewed(delivery.message()));
      finish(delivery, item, outbox, job, "not_quarantined");
      onUnavailable.accept(
          new Unavailable(FailureCode.INTERNAL, "No process can be started for a job.", e));
      return;
    }
    switch (end) {
      case Quarantine.End.Handled _ -> {
        count(delivery, item, "quarantined");
        LOG.atInfo().addKeyValue("outcome", "quarantined").log("job ends");
      }
      case Quarantine.End.Died(String how) -> {
        if (history.isLastChance()) {
          throw Fault.poison(how);
        }
        Message again = history.afterCrash(delivery.message());
        sendAgain(delivery, item, again, outbox, job, "crashed_in_quarantine");
      }
    }
  }

  private void sendAgain(
      Delivery delivery,
      WorkItem item,
      Message again,
      Outbox outbox,
      RunningJobs.Running job,
      String outcome)
      throws InterruptedException {
    outbox.send(new Route.ToLane(delivery.lane()), again);
    finish(delivery, item, outbox, job, outcome);
  }

  /** Records how long the message waited in its lane; 0 if the sender's clock is ahead. */
  private void recordWait(Lane lane, Instant sent) {
    metrics
        .histogram(WorkerMetrics.JOB_QUEUE_WAIT, lane.name())
        .add(Duration.between(sent, clock.instant()));
  }

  private void finish(
      Delivery delivery, WorkItem item, Outbox outbox, RunningJobs.Running job, String outcome)
      throws InterruptedException {
    var _ = job.makeUninterruptible();
    outbox.flush();
    delivery.ack();
    count(delivery, item, outcome);
    LOG.atInfo().addKeyValue("outcome", outcome).log("job ends");
  }

  private void count(Delivery delivery, @Nullable WorkItem item, String outcome) {
    DeliverySpan.tellOutcome(outcome);
    metrics
        .counter(
            WorkerMetrics.JOB_DELIVERIES,
            delivery.lane().name(),
            item == null ? "unread" : item.kind(),
            outcome)
        .inc();
    if (DeliveryOutcomes.FAULTS.contains(outcome)) {
      metrics.counter(WorkerMetrics.JOB_FAULTS).inc();
    }
  }

  private void dispose(Delivery delivery, @Nullable WorkItem item, Failure failure) {
    try {
      String outcome = outcomes.apply(delivery, item, failure, new Outbox(queue, metrics));
      log(failure, outcome);
      count(delivery, item, outcome);
      if (failure instanceof Unavailable) {
        onUnavailable.accept(failure);
      }
    } catch (StoreUnavailable | Failure e) {
      // The terminal record cannot be written now: the message waits until it can.
      LOG.atWarn().setCause(e).log("end not recorded");
      giveBack(delivery);
      onUnavailable.accept(
          new Unavailable(FailureCode.STORE_UNAVAILABLE, "The store cannot be reached.", e));
    } catch (QueueUnavailable e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("nothing can be published");
      if (!delivery.isLeaseLost()) {
        reject(delivery);
        onUnavailable.accept(
            new Unavailable(FailureCode.BROKER_UNAVAILABLE, "The broker takes no messages.", e));
      }
    } catch (LeaseLost e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("lease lost");
    } catch (InterruptedException e) {
      reject(delivery);
    } catch (RuntimeException bug) {
      LOG.atError().setCause(bug).log("end not recorded");
      reject(delivery);
    }
  }

  /** The way back into its lane after a rest, so that nothing goes round without a pause. */
  private static Route rest(Delivery delivery) {
    return new Route.Later(delivery.lane(), 0);
  }

  /** Publishes the message anew: that the store is away counts against nobody. */
  private void giveBack(Delivery delivery) {
    try {
      Outbox outbox = new Outbox(queue, metrics);
      outbox.send(rest(delivery), DeliveryHistory.of(delivery).renewed(delivery.message()));
      outbox.flush();
      delivery.ack();
    } catch (QueueUnavailable | InterruptedException e) {
      reject(delivery);
    } catch (LeaseLost e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("lease lost");
    }
  }

  /** Rejects the message, for when publishing is impossible: another delivery, which counts. */
  private static void reject(Delivery delivery) {
    try {
      delivery.reject();
    } catch (LeaseLost e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("lease lost");
    }
  }

  private static void log(Failure failure, String outcome) {
    boolean isOurs = failure instanceof Fault;
    (isOurs ? LOG.atError() : LOG.atInfo())
        .addKeyValue("outcome", outcome)
        .addKeyValue("code", failure.code().wireName())
        .addKeyValue("detail", failure.detail() == null ? failure.sentence() : failure.detail())
        .setCause(isOurs ? failure : null)
        .log("job ends");
  }
}
