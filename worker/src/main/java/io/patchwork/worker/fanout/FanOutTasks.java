package io.patchwork.worker.fanout;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.store.StoreUnavailable;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.wire.Violation;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Malformed;
import io.patchwork.worker.jobs.Ending;
import io.patchwork.worker.jobs.Headers;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.Outbox;
import io.patchwork.worker.jobs.WorkItem;
import io.patchwork.worker.jobs.WorkItemReader;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * Reads and handles the messages of fan-outs. Thread-safe.
 *
 * @param <R> what identifies one fan-out
 */
public final class FanOutTasks<R> implements WorkItemReader {

  /** Header of a task that waits for a retry: its successor has been released. */
  private static final String RELEASED = "x-patchwork-released";

  private final FanOut<R> fanOut;
  private final Workload<R> workload;

  public FanOutTasks(FanOut<R> fanOut) {
    this.fanOut = fanOut;
    this.workload = fanOut.workload();
  }

  @Override
  public WorkItem read(Delivery delivery) throws Malformed {
    try {
      TaskMessage message = TaskMessage.read(delivery.message().body());
      return new TaskAssignment(
          message,
          message.of(workload.type()),
          Headers.mayHaveBegun(delivery),
          delivery.message().headers().containsKey(RELEASED));
    } catch (JacksonException e) {
      throw new Malformed(
          FailureCode.MALFORMED_MESSAGE,
          List.of(new Violation("", "not a task of a job: " + e.getOriginalMessage())),
          null,
          null,
          e);
    }
  }

  /** Records that a fan-out failed for good, unless it has ended; returns how it ended. */
  public Ending fail(R of, Failure failure) {
    return workload.fail(of, failure);
  }

  /** Clears the failure of a dead message's fan-out and starts the fan-out again. */
  public void retry(byte[] dead, Outbox outbox) throws Failure, InterruptedException {
    workload.retry(TaskMessage.read(dead).of(workload.type()), outbox);
  }

  private final class TaskAssignment implements WorkItem {
    private final TaskMessage message;
    private final R of;
    private final boolean isRedelivered;
    private final boolean hasReleased;

    TaskAssignment(TaskMessage message, R of, boolean isRedelivered, boolean hasReleased) {
      this.message = message;
      this.of = of;
      this.isRedelivered = isRedelivered;
      this.hasReleased = hasReleased;
    }

    @Override
    public String kind() {
      return switch (message.what()) {
        case TASK -> message.kind();
        case FINISH, WATCHDOG ->
            workload.name() + "-" + message.what().name().toLowerCase(Locale.ROOT);
      };
    }

    @Override
    public Map<String, String> facts() {
      Map<String, String> facts = new HashMap<>(workload.facts(of));
      if (message.what() == TaskMessage.What.TASK) {
        facts.put("task", message.task());
      }
      return facts;
    }

    @Override
    public Optional<Ending> ending() {
      return workload.ending(of, isRedelivered);
    }

    @Override
    public String identity() {
      return workload.folder(of);
    }

    @Override
    public void begin(Outbox outbox, int attempt) {}

    @Override
    public void perform(JobContext context) throws Failure, InterruptedException {
      Optional<List<Task>> tasks = workload.tasks(of);
      if (tasks.isEmpty()) {
        return;
      }
      switch (message.what()) {
        case TASK -> task(tasks.get(), context);
        case FINISH -> finish(tasks.get(), context);
        case WATCHDOG ->
            fanOut.check(message, of, tasks.get(), context.isRedelivered(), context.outbox());
      }
    }

    private void task(List<Task> tasks, JobContext context) throws Failure, InterruptedException {
      Task task = named(message.task(), tasks);
      FanOutProgress<R> progress = new FanOutProgress<>(fanOut, of, tasks, task, context);
      Markers markers = fanOut.markers(of);
      boolean isFirst = false;
      if (!markers.isMarked(task.id())) {
        Object result = workload.perform(of, task, context, progress);
        isFirst = markers.mark(task.id(), result);
      }
      if (!isFirst && !context.isRedelivered()) {
        // Another worker did it first and has sent what follows.
        return;
      }
      Set<String> marked = markers.marked();
      if (!hasReleased) {
        fanOut.successor(of, tasks, task.id(), marked, context.outbox());
      }
      fanOut.lastIfComplete(of, tasks, marked, context.isRedelivered(), context.outbox());
      progress.done(marked);
    }

    private void finish(List<Task> tasks, JobContext context) throws Failure, InterruptedException {
      for (String id : workload.finish(of, context)) {
        fanOut.redo(of, named(id, tasks), context.outbox());
      }
    }

    private static Task named(String id, List<Task> tasks) throws Fault {
      return tasks.stream()
          .filter(task -> task.id().equals(id))
          .findFirst()
          .orElseThrow(() -> new Fault("there is no task " + id, null));
    }

    @Override
    public Ending fail(Failure failure) {
      return workload.fail(of, failure);
    }

    @Override
    public Map<String, String> beforeRetry(Outbox outbox) {
      if (message.what() != TaskMessage.What.TASK || hasReleased) {
        return Map.of();
      }
      try {
        Optional<List<Task>> tasks = workload.tasks(of);
        if (tasks.isEmpty()) {
          return Map.of();
        }
        fanOut.successor(of, tasks.get(), message.task(), fanOut.marked(of), outbox);
        return Map.of(RELEASED, "true");
      } catch (Failure | StoreUnavailable notNow) {
        // Its successor is released when the task is done.
        return Map.of();
      }
    }

    @Override
    public boolean belongsTo(String jobHash) {
      return workload.isCancelledBy(of, jobHash);
    }
  }
}
