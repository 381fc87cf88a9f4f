package io.patchwork.worker.fanout;

import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.schema.event.JobRef;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.Ending;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.Outbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A kind of work that is fanned out: the tasks, what each does, and what follows. Implementations
 * are thread-safe.
 *
 * @param <R> what identifies one fan-out, a record that JSON can carry
 */
public interface Workload<R> {

  Class<R> type();

  /** Label in logs and metrics, from a closed set, as in {@code render}. */
  String name();

  /** The lane of its tasks, always the same. */
  Lane lane(R of);

  /** The key prefix of the markers, without a slash at its end. */
  String folder(R of);

  /** Key-value pairs for log lines. */
  Map<String, String> facts(R of);

  /**
   * How it ended, if it has. Its telling also ends the jobs that wait for it.
   *
   * @param all whether to tell also those whom others have told, because the worker that did may
   *     have died before
   */
  Optional<Ending> ending(R of, boolean all);

  /**
   * All tasks, always the same in the same order.
   *
   * @return empty if its plan was deleted, so that there is nothing to do
   */
  Optional<List<Task>> tasks(R of) throws Failure;

  /**
   * Does a task. Its outputs are stored when this returns.
   *
   * @param permille receives its progress, 0 to 1000
   * @return a document to store in its marker
   */
  Object perform(R of, Task task, JobContext context, IntConsumer permille)
      throws Failure, InterruptedException;

  /** The jobs that receive progress events. */
  List<JobRef> waiting(R of);

  /** The stage that progress is reported under. */
  String stage();

  /** The message that follows the last task. */
  sealed interface Last {
    /** {@link #finish} in a message of its own. */
    record Finish() implements Last {}

    /** Another message. */
    record Send(Lane lane, Message message) implements Last {}
  }

  Last last(R of) throws Failure;

  /** The weight of {@link #finish}, in the unit of the tasks' weights. */
  long finishWeight(List<Task> tasks);

  /**
   * Does the last step, for {@link Last.Finish}.
   *
   * @return the ids of tasks whose objects are gone, to be done again; empty if the fan-out has
   *     ended
   */
  List<String> finish(R of, JobContext context) throws Failure, InterruptedException;

  /** Records that it failed, unless it has ended; returns how it ended. */
  Ending fail(R of, Failure failure);

  /** Clears its failure and starts it again, for a dead letter that is tried again. */
  void retry(R of, Outbox outbox) throws Failure, InterruptedException;

  /** Whether cancelling a job ends this fan-out. */
  boolean isCancelledBy(R of, String jobHash);
}
