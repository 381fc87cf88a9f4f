package io.patchwork.worker.production;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.JobKind;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.schema.wire.Json;
import io.patchwork.schema.wire.MessageCodec;
import io.patchwork.schema.wire.Violation;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Malformed;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.run.Assignment;
import io.patchwork.worker.run.AssignmentReader;
import io.patchwork.worker.run.JobContext;
import io.patchwork.worker.run.Outbox;
import io.patchwork.worker.run.Records;
import io.patchwork.worker.run.TerminalRecord;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads and takes the parts of long sources. Thread-safe. */
public final class PartSteps implements AssignmentReader {

  /** On a part that went to rest: its successor has been released. */
  private static final String RELEASED = "x-patchwork-released";

  private final Workshop workshop;
  private final Relay relay;
  private final Map<JobKind, Wish> wishes;
  private final Records records;

  /**
   * Steps.
   *
   * @param wishes of the kinds of jobs that have sources
   */
  public PartSteps(Workshop workshop, Map<JobKind, Wish> wishes, Records records) {
    this.workshop = workshop;
    this.relay = workshop.relay();
    this.wishes = Map.copyOf(wishes);
    this.records = records;
  }

  @Override
  public Assignment read(Delivery delivery) throws Malformed {
    try {
      PartStep step = Json.read(delivery.message().body(), PartStep.class);
      return new Step(
          step, delivery.count() > 1, delivery.message().headers().containsKey(RELEASED));
    } catch (JacksonException e) {
      throw new Malformed(
          FailureCode.MALFORMED_MESSAGE,
          List.of(new Violation("", "not a part of a job: " + e.getOriginalMessage())),
          null,
          e);
    }
  }

  /**
   * Takes back that a dead part's job failed, and sets the job going again as a whole.
   *
   * @throws Refused if what was kept of it is gone
   */
  public void retry(byte[] dead, Outbox outbox) throws Failure {
    PartStep step = Json.read(dead, PartStep.class);
    Optional<PartPlan> plan = relay.plan(step.job());
    if (plan.isEmpty()) {
      throw new Refused(
          FailureCode.SOURCE_NOT_FOUND,
          "What was made of job " + step.job().id() + " has expired; send the job again.");
    }
    records.clearFailure(step.job());
    relay.restart(step.job(), plan.get(), outbox);
  }

  private final class Step implements Assignment {
    private final PartStep step;
    private final boolean isRedelivered;
    private final boolean hasReleased;

    Step(PartStep step, boolean isRedelivered, boolean hasReleased) {
      this.step = step;
      this.isRedelivered = isRedelivered;
      this.hasReleased = hasReleased;
    }

    @Override
    public String kind() {
      return "part-" + step.kind().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Map<String, String> facts() {
      return Map.of(
          "job", step.job().id().value(),
          "from", step.job().source(),
          "position", Integer.toString(step.position()));
    }

    @Override
    public boolean isOver(Outbox outbox) {
      Optional<TerminalRecord> record = records.find(step.job());
      // Whoever wrote the end may have died before saying so.
      if (isRedelivered) {
        record.ifPresent(end -> end.events().forEach(outbox::tell));
      }
      // What failed may be tried again with what was kept. There is always a check on its way, so
      // that somebody comes by here.
      if (record.filter(end -> !end.outcome().equals(TerminalRecord.FAILED)).isPresent()) {
        relay.clear(step.job());
      }
      return record.isPresent();
    }

    @Override
    public void begin(Outbox outbox, int attempt) {}

    @Override
    public void perform(JobContext context) throws Failure, InterruptedException {
      Optional<PartPlan> plan = relay.plan(step.job());
      if (plan.isEmpty()) {
        // Deleted when its job was over, or by the rule of the bucket.
        return;
      }
      switch (step.kind()) {
        case MAKE -> make(plan.get(), context);
        case CHECK -> relay.checked(step, plan.get(), context.outbox());
      }
    }

    private void make(PartPlan plan, JobContext context) throws Failure, InterruptedException {
      if (step.position() < 0 || step.position() >= plan.size()) {
        throw new Fault("there is no part " + step.position(), null);
      }
      boolean isFirst = false;
      if (!relay.isMarked(step.job(), step.position())) {
        JobMessage job = message(plan);
        Wish wish = wishes.get(job.job().kind());
        if (wish == null) {
          throw new Fault(job.job().kind() + " has no parts", null);
        }
        Findings kept = workshop.part(wish, job, plan, step.position(), context);
        isFirst = relay.mark(step.job(), step.position(), kept);
      }
      if ((isFirst || context.isRedelivered()) && !hasReleased) {
        relay.successor(step.job(), plan, step.position(), context.outbox());
      }
      if (isFirst || context.isRedelivered()) {
        int there = relay.joinIfComplete(step.job(), plan, context.outbox());
        context.progress(List.of(step.job()), "encode", there * 1000L, plan.size() * 1000L);
      }
    }

    private static JobMessage message(PartPlan plan) throws Fault {
      try {
        return MessageCodec.readJob(plan.job());
      } catch (InvalidMessage e) {
        throw new Fault("the plan has no job of ours: " + e.violations(), e);
      }
    }

    @Override
    public void fail(Failure failure, Outbox outbox) {
      JobEvent event =
          new JobEvent.Failed(
              step.job(), failure.code(), failure.sentence(), failure.detail(), List.of());
      @Nullable Sha256 digest = relay.plan(step.job()).map(PartPlan::dataDigest).orElse(null);
      records.settle(step.job(), digest, List.of(event)).events().forEach(outbox::tell);
    }

    @Override
    public Map<String, String> rest(Outbox outbox) {
      if (step.kind() != PartStep.Kind.MAKE || hasReleased) {
        return Map.of();
      }
      try {
        Optional<PartPlan> plan = relay.plan(step.job());
        plan.ifPresent(known -> relay.successor(step.job(), known, step.position(), outbox));
        return plan.isEmpty() ? Map.of() : Map.of(RELEASED, "true");
      } catch (StoreUnavailable notNow) {
        // Released when it is done then.
        return Map.of();
      }
    }

    @Override
    public boolean belongsTo(String jobHash) {
      return StoreLayout.jobHash(step.job()).equals(jobHash);
    }
  }
}
