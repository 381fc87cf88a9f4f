package io.patchwork.worker.fanout;

import io.patchwork.common.queue.Route;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.event.Cost;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.jobs.Outbox;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Schedules the tasks of fan-outs. At most a window of a fan-out's tasks is in the lane at once, so
 * that two fan-outs interleave: each finished task releases the task that is one window further on.
 * Thread-safe.
 *
 * @param <R> what identifies one fan-out
 */
public final class FanOut<R> {

  /** Maximum number of tasks of one fan-out in the lane at once, besides the long ones. */
  public static final int WINDOW = 8;

  /**
   * The retry delay, by step, after which the watchdog runs first; longer ones follow while idle.
   */
  static final int FIRST_DELAY_STEP = 1;

  /**
   * One idle check may mean that all tasks take long; two, after a longer delay, that a message was
   * lost.
   */
  static final int IDLE_CHECKS_BEFORE_PUSH = 2;

  /** About a day with the usual retry delays. */
  static final int MAX_IDLE_CHECKS = 24;

  private final Workload<R> workload;
  private final ObjectStore store;

  public FanOut(Workload<R> workload, ObjectStore store) {
    this.workload = workload;
    this.store = store;
  }

  Workload<R> workload() {
    return workload;
  }

  Markers markers(R of) {
    return new Markers(store, workload.folder(of));
  }

  /**
   * Records which tasks need not be done; a record that exists already is kept.
   *
   * @return the tasks in the record
   */
  public Set<String> noteFound(R of, Collection<String> tasks) {
    return markers(of).noteFound(tasks);
  }

  /** The tasks that were done before the fan-out started. */
  public Set<String> found(R of) {
    return markers(of).found();
  }

  /** The tasks that are done. */
  public Set<String> marked(R of) {
    return markers(of).marked();
  }

  /** The document in the marker of a finished task. */
  public <T> Optional<T> result(R of, String task, Class<T> type) {
    return markers(of).result(task, type);
  }

  /** What its start and the tasks that are done took; what was found costs nothing. */
  public Cost cost(R of) {
    return markers(of).cost();
  }

  /**
   * Starts a fan-out, once, however many jobs ask for it at the same time.
   *
   * @param tasks all tasks
   * @param again whether to start it also if it was started: on a redelivery, because the worker
   *     that started it may have died before it sent the tasks
   */
  public void start(R of, List<Task> tasks, boolean again, Outbox outbox)
      throws Failure, InterruptedException {
    Markers markers = markers(of);
    if (!again && markers.isStarted()) {
      watchToo(of, markers, outbox);
      return;
    }
    markers.found().forEach(markers::markFound);
    Set<String> marked = markers.marked();
    // The watchdog first: a worker that dies between the messages leaves a fan-out that recovers.
    TaskMessage watchdog = TaskMessage.watchdog(of, markers.nextRound(), marked.size(), 0);
    post(of, watchdog, outbox);
    // What is marked as started has a watchdog, whatever becomes of this worker.
    outbox.flush();
    if (!markers.markStarted() && !again) {
      return;
    }
    for (Task task : missing(tasks, marked)) {
      if (task.isLong()) {
        send(of, task, outbox);
      }
    }
    List<Task> chain = chain(tasks, markers);
    for (int first = 0; first < Math.min(WINDOW, chain.size()); first++) {
      release(of, chain, first, marked, outbox);
    }
    lastIfComplete(of, tasks, marked, true, outbox);
  }

  /** Sends the watchdog, also for a complete fan-out, which it ends. */
  public void watch(R of, int marked, Outbox outbox) throws Fault {
    post(of, TaskMessage.watchdog(of, markers(of).nextRound(), marked, 0), outbox);
  }

  /**
   * Sends the round of the watchdog that is on its way once more. Who asks for a fan-out a second
   * time may have lost the broker, and with it the watchdog: then this one goes on in its place.
   * Else whichever of the two comes second finds its round ended, and nothing is done twice.
   */
  private void watchToo(R of, Markers markers, Outbox outbox) {
    post(
        of,
        TaskMessage.watchdog(
            of, markers.round(), markers.marked().size(), IDLE_CHECKS_BEFORE_PUSH - 1),
        outbox);
  }

  /** Deletes the markers, so that each task releases its successor again. */
  public void reset(R of) {
    Markers markers = markers(of);
    markers.marked().forEach(markers::unmark);
    markers.unmarkComplete();
    markers.unmarkStarted();
  }

  /** Sends a finished task again, because objects that it made are gone. */
  public void redo(R of, Task task, Outbox outbox) {
    Markers markers = markers(of);
    markers.unmark(task.id());
    markers.unmarkComplete();
    send(of, task, outbox);
  }

  /** The tasks subject to the window: neither long nor done before the start. */
  private static List<Task> chain(List<Task> tasks, Markers markers) {
    Set<String> found = markers.found();
    return tasks.stream().filter(task -> !task.isLong() && !found.contains(task.id())).toList();
  }

  private static List<Task> missing(List<Task> tasks, Set<String> marked) {
    return tasks.stream().filter(task -> !marked.contains(task.id())).toList();
  }

  /** Releases the first unfinished task of a chain, from a position on. */
  private void release(R of, List<Task> chain, int from, Set<String> marked, Outbox outbox) {
    for (int place = from; place < chain.size(); place += WINDOW) {
      if (!marked.contains(chain.get(place).id())) {
        send(of, chain.get(place), outbox);
        return;
      }
    }
  }

  /** Releases the task that is one window after this one, if there is one. */
  void successor(R of, List<Task> tasks, String task, Set<String> marked, Outbox outbox) {
    List<Task> chain = chain(tasks, markers(of));
    for (int place = 0; place < chain.size(); place++) {
      if (chain.get(place).id().equals(task)) {
        release(of, chain, place + WINDOW, marked, outbox);
      }
    }
  }

  /**
   * Sends the message that follows the last task, if all are done, once: two tasks that finish at
   * the same time both see that all are. If a worker dies before it sends it, the redelivery does.
   *
   * @param isRedelivered whether a worker may have died before it sent the message
   */
  void lastIfComplete(
      R of, List<Task> tasks, Set<String> marked, boolean isRedelivered, Outbox outbox)
      throws Failure {
    if (missing(tasks, marked).isEmpty() && (markers(of).markComplete() || isRedelivered)) {
      switch (workload.last(of)) {
        case Workload.Last.Finish _ -> post(of, TaskMessage.finish(of), outbox);
        case Workload.Last.Send(var lane, var message) ->
            outbox.sendTask(new Route.ToLane(lane), message);
      }
    }
  }

  /**
   * A round of the watchdog: sends the missing tasks of an idle fan-out again, and the next round.
   *
   * @throws Fault if it has been idle for too long
   */
  void check(TaskMessage watchdog, R of, List<Task> tasks, boolean isRedelivered, Outbox outbox)
      throws Failure {
    Markers markers = markers(of);
    if (!markers.endRound(watchdog.round(), isRedelivered)) {
      return;
    }
    Set<String> marked = markers.marked();
    int idle = marked.size() == watchdog.marked() ? watchdog.idle() + 1 : 0;
    if (idle > MAX_IDLE_CHECKS) {
      throw new Fault("no task was done in " + idle + " checks; " + marked.size() + " are", null);
    }
    post(of, TaskMessage.watchdog(of, watchdog.round() + 1, marked.size(), idle), outbox);
    if (idle >= IDLE_CHECKS_BEFORE_PUSH) {
      push(of, tasks, marked, outbox);
    }
  }

  private void push(R of, List<Task> tasks, Set<String> marked, Outbox outbox) throws Failure {
    List<Task> missing = missing(tasks, marked);
    missing.stream().filter(Task::isLong).forEach(task -> send(of, task, outbox));
    missing.stream()
        .filter(task -> !task.isLong())
        .limit(WINDOW)
        .forEach(task -> send(of, task, outbox));
    lastIfComplete(of, tasks, marked, true, outbox);
  }

  private void send(R of, Task task, Outbox outbox) {
    post(of, TaskMessage.task(of, task), outbox);
  }

  private void post(R of, TaskMessage message, Outbox outbox) {
    Route route =
        message.what() == TaskMessage.What.WATCHDOG
            ? new Route.Later(workload.lane(of), FIRST_DELAY_STEP + message.idle())
            : new Route.ToLane(workload.lane(of));
    outbox.sendTask(route, message.message());
  }
}
