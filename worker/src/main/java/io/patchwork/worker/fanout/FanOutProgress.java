package io.patchwork.worker.fanout;

import io.patchwork.schema.event.JobRef;
import io.patchwork.worker.jobs.JobContext;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Reports the progress of a fan-out while one of its tasks runs: the finished tasks and this one;
 * other running tasks do not count. For one task.
 *
 * @param <R> what identifies one fan-out
 */
final class FanOutProgress<R> implements IntConsumer {

  /**
   * FFmpeg reports progress twice a second; markers of other tasks are listed every ten seconds.
   */
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
      refresh();
    }
    report(marked, marked.contains(task.id()) ? 0 : task.weight() * permille);
  }

  /** Lists the markers in the store, which may be slow. */
  private void refresh() {
    marked = fanOut.marked(of);
    waiting = fanOut.workload().waiting(of);
  }

  /** Reports that the task is done. */
  void done(Set<String> present) {
    waiting = fanOut.workload().waiting(of);
    report(present, 0);
  }

  private void report(Set<String> present, long more) {
    long total =
        tasks.stream().mapToLong(Task::weight).sum() + fanOut.workload().finishWeight(tasks);
    long done =
        tasks.stream().filter(task -> present.contains(task.id())).mapToLong(Task::weight).sum();
    context.progress(waiting, fanOut.workload().stage(), 1000 * done + more, 1000 * total);
  }
}
