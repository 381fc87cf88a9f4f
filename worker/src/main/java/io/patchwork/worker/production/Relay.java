package io.patchwork.worker.production;

import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.layout.Lanes;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.run.JobContext;
import io.patchwork.worker.run.Outbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the parts of a long source follow each other through the queue.
 *
 * <pre>
 *   job ─► plan, first parts ─► part ─► part … ─► last part ─► the same job again ─► joins, ends
 *                   └─► check ─► check …  pushes what stands still
 * </pre>
 *
 * At most a window of a job's parts are in the lane at once, so that two long uploads interleave:
 * parts stand in chains, each of which releases the one that is a window further on. Thread-safe.
 */
final class Relay {

  /** Parts of one job in the lane at once. */
  static final int WINDOW = 8;

  /** The step of the retry ladder on which a check rests: longer than a part takes. */
  private static final int CHECK_REST = 2;

  /** On the job that is sent again because its parts are there. */
  private static final String JOINS = "x-patchwork-joins";

  private final PartStore parts;

  Relay(PartStore parts) {
    this.parts = parts;
  }

  static ObjectKey key(JobRef job, int position, String name) {
    return StoreLayout.partFile(job, position, name);
  }

  Optional<PartPlan> plan(JobRef job) {
    return parts.plan(job);
  }

  /** The plan that a job's message may have been sent again for; none where it is the first. */
  Optional<PartPlan> plan(JobRef job, JobContext context) {
    return context.isMarked(JOINS) ? plan(job) : Optional.empty();
  }

  /** How many parts are there. */
  int marked(JobRef job) {
    return parts.marked(job).size();
  }

  boolean isMarked(JobRef job, int position) {
    return parts.kept(job, position).isPresent();
  }

  /**
   * Sets a job's parts going.
   *
   * @param content of the source
   * @return the plan, if all parts are there
   * @throws Refused if the id stands for another job whose parts are being made
   */
  Optional<PartPlan> start(
      JobMessage job,
      Sha256 content,
      Division division,
      List<Contribution> missing,
      JobContext context)
      throws Refused {
    PartPlan plan =
        parts.plan(
            job.ref(),
            new PartPlan(
                Lanes.of(job.job().kind()).name(),
                context.message().body(),
                job.dataDigest(),
                content,
                division,
                missing.stream().map(Contribution::name).toList()));
    if (!plan.dataDigest().equals(job.dataDigest())) {
      throw Refused.idReused(job.ref().id());
    }
    Set<Integer> marked = parts.marked(job.ref());
    if (marked.size() == plan.size()) {
      // Somebody has to come by once the job is over, also of one that failed and is tried again.
      check(job.ref(), marked.size(), 0, context.outbox());
      return Optional.of(plan);
    }
    go(job.ref(), plan, marked, context.outbox());
    return Optional.empty();
  }

  private void go(JobRef job, PartPlan plan, Set<Integer> marked, Outbox outbox) {
    // First, so that whoever dies between the messages leaves a job that moves again.
    check(job, marked.size(), 0, outbox);
    push(job, plan, marked, outbox);
  }

  /** Sets a job's parts going again that were given up when it failed. */
  void restart(JobRef job, PartPlan plan, Outbox outbox) throws Fault {
    go(job, plan, parts.marked(job), outbox);
    var _ = joinIfComplete(job, plan, outbox);
  }

  /** Releases the first part of every chain that is not there. */
  void push(JobRef job, PartPlan plan, Set<Integer> marked, Outbox outbox) {
    for (int chain = 0; chain < Math.min(WINDOW, plan.size()); chain++) {
      release(job, plan, chain, marked, outbox);
    }
  }

  private static void release(
      JobRef job, PartPlan plan, int from, Set<Integer> marked, Outbox outbox) {
    for (int position = from; position < plan.size(); position += WINDOW) {
      if (!marked.contains(position)) {
        outbox.send(new Route.ToLane(Lanes.PARTS), PartStep.make(job, position).message());
        return;
      }
    }
  }

  /** Releases the part that follows one in its chain. */
  void successor(JobRef job, PartPlan plan, int position, Outbox outbox) {
    release(job, plan, position + WINDOW, parts.marked(job), outbox);
  }

  /** Marks a part as there; whether this was the first to say so. */
  boolean mark(JobRef job, int position, Findings kept) {
    return parts.mark(job, position, kept);
  }

  /** Sends the job again if all its parts are there, to be joined; how many are. */
  int joinIfComplete(JobRef job, PartPlan plan, Outbox outbox) throws Fault {
    int there = parts.marked(job).size();
    if (there == plan.size()) {
      outbox.send(
          new Route.ToLane(
              Lanes.named(plan.lane())
                  .orElseThrow(() -> new Fault("there is no lane " + plan.lane(), null))),
          new Message(job.id().value(), plan.job(), Map.of(JOINS, "true")));
    }
    return there;
  }

  /** Sees again after a rest whether the parts move. */
  void check(JobRef job, int seen, int stood, Outbox outbox) {
    outbox.send(
        new Route.Later(Lanes.PARTS, CHECK_REST + stood),
        PartStep.check(job, seen, stood).message());
  }

  /** Sees whether the parts move, and pushes them if they do not. */
  void checked(PartStep step, PartPlan plan, Outbox outbox) throws Fault {
    Set<Integer> marked = parts.marked(step.job());
    boolean stands = marked.size() == step.seen();
    // Once may mean that all are long at it.
    if (stands && step.stood() > 0) {
      push(step.job(), plan, marked, outbox);
      var _ = joinIfComplete(step.job(), plan, outbox);
    }
    check(step.job(), marked.size(), stands ? step.stood() + 1 : 0, outbox);
  }

  /** What was kept of all parts. */
  KeptParts kept(JobRef job, PartPlan plan, Path folder, ObjectStore store) {
    List<Findings> kept = new ArrayList<>();
    for (int position = 0; position < plan.size(); position++) {
      int missing = position;
      kept.add(parts.kept(job, position).orElseThrow(() -> new KeptParts.Gone(missing, null)));
    }
    return new KeptParts(store, folder, plan.division().parts(), kept);
  }

  /** Makes a part again that was there and is gone. */
  void again(JobRef job, int position, Outbox outbox) {
    parts.unmark(job, position);
    check(job, marked(job), 0, outbox);
    outbox.send(new Route.ToLane(Lanes.PARTS), PartStep.make(job, position).message());
  }

  /** Deletes what was kept for a job that is over and will not be tried again. */
  void clear(JobRef job) {
    parts.clear(job);
  }
}
