package io.patchwork.worker.fanout;

import io.patchwork.common.queue.Lane;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.Ending;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.Outbox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * A workload whose tasks make nothing and are written down. Thread-safe.
 *
 * @param <R> what identifies one fan-out
 */
public final class RecordedWorkload<R> implements Workload<R> {

  private final Class<R> type;
  private final Lane lane;
  private final List<Task> tasks;
  private final Last last;
  private final List<String> performed = Collections.synchronizedList(new ArrayList<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final List<String> gone = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean isOver;
  private final AtomicInteger finishes = new AtomicInteger();

  /** Whoever is to do something when a task is done. */
  public interface Doing {
    void task(Task task) throws Failure, InterruptedException;
  }

  private volatile Doing doing = task -> {};

  public RecordedWorkload(Class<R> type, Lane lane, List<Task> tasks, Last last) {
    this.type = type;
    this.lane = lane;
    this.tasks = List.copyOf(tasks);
    this.last = last;
  }

  public void whenDone(Doing what) {
    doing = what;
  }

  /** The ids of the tasks that were performed, in order. */
  public List<String> performed() {
    return List.copyOf(performed);
  }

  public List<String> failures() {
    return List.copyOf(failures);
  }

  public int finishes() {
    return finishes.get();
  }

  /** What the next finish finds gone. */
  public void lose(String task) {
    gone.add(task);
  }

  public void end() {
    isOver = true;
  }

  @Override
  public Class<R> type() {
    return type;
  }

  @Override
  public String name() {
    return lane.name();
  }

  @Override
  public Lane lane(R of) {
    return lane;
  }

  @Override
  public String folder(R of) {
    return "fanouts/one";
  }

  @Override
  public Map<String, String> facts(R of) {
    return Map.of();
  }

  @Override
  public Optional<Ending> ending(R of, boolean all) {
    return isOver ? Optional.of(Ending.silent()) : Optional.empty();
  }

  @Override
  public Optional<List<Task>> tasks(R of) {
    return Optional.of(tasks);
  }

  @Override
  public Object perform(R of, Task task, JobContext context, IntConsumer permille)
      throws Failure, InterruptedException {
    doing.task(task);
    performed.add(task.id());
    return Map.of("made", task.id());
  }

  @Override
  public List<JobRef> waiting(R of) {
    return List.of(new JobRef(new JobId("job"), "test", null));
  }

  @Override
  public String stage() {
    return "test";
  }

  @Override
  public Last last(R of) {
    return last;
  }

  @Override
  public long finishWeight(List<Task> all) {
    return 1;
  }

  @Override
  public List<String> finish(R of, JobContext context) {
    if (!gone.isEmpty()) {
      List<String> again = List.copyOf(gone);
      gone.clear();
      return again;
    }
    finishes.incrementAndGet();
    isOver = true;
    return List.of();
  }

  @Override
  public Ending fail(R of, Failure failure) {
    failures.add(String.valueOf(failure.detail()));
    isOver = true;
    return new Ending(failure.code(), failure.detail(), outbox -> {});
  }

  @Override
  public void retry(R of, Outbox outbox) {
    isOver = false;
  }

  @Override
  public boolean isCancelledBy(R of, String jobHash) {
    return false;
  }
}
