package io.patchwork.worker.fanout;

import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Message;
import io.patchwork.schema.event.JobRef;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.Outbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Who fans work out: what the mechanism has to know of it. Implementations are thread-safe.
 *
 * @param <R> what identifies one fan-out, a record that JSON can carry
 */
public interface Workload<R> {

  Class<R> type();

  /** The lane of the tasks. */
  Lane lane();

  /** Below which key markers lie, without a slash at its end. */
  String folder(R of);

  /** What log lines say about it. */
  Map<String, String> facts(R of);

  /**
   * Whether it has ended already.
   *
   * @param saysSo whether to send the events of that end again: whoever wrote it may have died
   *     before it could
   */
  boolean isOver(R of, boolean saysSo, Outbox outbox);

  /**
   * All tasks, always the same ones in the same order.
   *
   * @return none if nothing is kept of it any more, so that there is nothing to do
   */
  Optional<List<Task>> tasks(R of) throws Failure;

  /**
   * Does a task. What it makes is there before this returns.
   *
   * @param permille hears how far it is, 0 to 1000
   * @return a document to be kept in its marker
   */
  Object perform(R of, Task task, JobContext context, IntConsumer permille)
      throws Failure, InterruptedException;

  /** Who is to be told of progress. */
  List<JobRef> waiting(R of);

  /** The stage that progress is reported under. */
  String stage();

  /** What follows the last task. */
  sealed interface Last {
    /** {@link #finish} in a message of its own. */
    record Finish() implements Last {}

    /** Another message. */
    record Send(Lane lane, Message message) implements Last {}
  }

  Last last(R of) throws Failure;

  /** How much of the whole {@link #finish} is, in the unit of the tasks' weights. */
  long finishWeight(List<Task> tasks);

  /**
   * What follows the last task, for {@link Last.Finish}.
   *
   * @return the ids of tasks of which something is gone, to be done again; empty if it has ended
   */
  List<String> finish(R of, JobContext context) throws Failure, InterruptedException;

  /** Ends it without success: commits that and says so. */
  void fail(R of, Failure failure, Outbox outbox);

  /** Takes back that it failed, and starts it again, for a message that comes from the dead. */
  void retry(R of, Outbox outbox) throws Failure;

  /** Whether the word to all workers that a job is cancelled ends this. */
  boolean isCancelledBy(R of, String jobHash);
}
