package io.patchwork.worker.fanout;

import io.patchwork.schema.event.JobRef;
import io.patchwork.worker.jobs.JobContext;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Tells how far a fan-out is while one of its tasks is done: as far as the tasks that are done, and
 * this one. Others that are being done are not known of here. For one task.
 *
 * @param <R> what identifies one fan-out
 */
final class FanOutProgress<R> implements IntConsumer {

  /** FFmpeg tells its progress twice a second; others' markers are looked for every ten seconds. */
  private static final int REPORTS_BETWEEN_LOOKS = 20;

  private final FanOut<R> fanOut;
  private final R of;
  private final List<Task> tasks;
  private final Task task;
  private final JobContext context;
  private int reports;
  private Set<String> marked = Set.of();
  private List<JobRef> waiting = List.of();

  FanOutProgress(FanOut<R> fanOut, R of, List<Task> tasks, Task task, JobContext context) {
    this.fanOut = fanOut;
    this.of = of;
    this.tasks = tasks;
    this.task = task;
    this.context = context;
  }

  @Override
  public void accept(int permille) {
    if (reports++ % REPORTS_BETWEEN_LOOKS == 0) {
      look();
    }
    tell(marked, marked.contains(task.id()) ? 0 : task.weight() * permille);
  }

  /** Asks the store, which may be far away. */
  private void look() {
    marked = fanOut.marked(of);
    waiting = fanOut.workload().waiting(of);
  }

  /** Tells it when the task is done. */
  void done(Set<String> present) {
    waiting = fanOut.workload().waiting(of);
    tell(present, 0);
  }

  private void tell(Set<String> present, long more) {
    long total =
        tasks.stream().mapToLong(Task::weight).sum() + fanOut.workload().finishWeight(tasks);
    long done =
        tasks.stream().filter(each -> present.contains(each.id())).mapToLong(Task::weight).sum();
    context.progress(waiting, fanOut.workload().stage(), 1000 * done + more, 1000 * total);
  }
}
