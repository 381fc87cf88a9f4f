package io.patchwork.worker.artifact;

import io.patchwork.common.telemetry.LogContext;
import io.patchwork.worker.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks that wait for the store beside each other, each on a virtual thread. */
public final class AtOnce {

  private AtOnce() {}

  /** A task with a result. */
  public interface Task<T> {
    T run() throws Failure, InterruptedException;
  }

  /**
   * Runs tasks and waits until all have ended.
   *
   * @return the results, in the order of the tasks
   * @throws Failure the failure of the first task, in their order, that failed
   * @throws InterruptedException after interrupting all tasks, if the calling thread is interrupted
   */
  public static <T> List<T> all(List<Task<T>> tasks) throws Failure, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running =
          tasks.stream().map(task -> threads.submit(LogContext.carriedTo(task::run))).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> each : running) {
        results.add(result(each, threads));
      }
      return results;
    }
  }

  /**
   * The same with no more than some at a time.
   *
   * @param atOnce number of tasks that run beside each other, at least 1
   */
  public static <T> List<T> all(List<Task<T>> tasks, int atOnce)
      throws Failure, InterruptedException {
    List<T> results = new ArrayList<>();
    for (int from = 0; from < tasks.size(); from += atOnce) {
      results.addAll(all(tasks.subList(from, Math.min(tasks.size(), from + atOnce))));
    }
    return results;
  }

  /** The results of two tasks. */
  public record Pair<A, B>(A first, B second) {}

  /** Runs two tasks, as {@link #all} does. */
  public static <A, B> Pair<A, B> both(Task<A> first, Task<B> second)
      throws Failure, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<A> one = threads.submit(LogContext.carriedTo(first::run));
      Future<B> other = threads.submit(LogContext.carriedTo(second::run));
      return new Pair<>(result(one, threads), result(other, threads));
    }
  }

  private static <T> T result(Future<T> task, ExecutorService threads)
      throws Failure, InterruptedException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      threads.shutdownNow();
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Failure failure -> throw failure;
        case InterruptedException interrupted -> throw interrupted;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
