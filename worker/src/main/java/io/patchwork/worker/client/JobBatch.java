package io.patchwork.worker.client;

import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Jobs that run at once and are waited for in the order in which they were sent. For one thread.
 *
 * @param <T> label that the sender gives a job
 */
public final class JobBatch<T> implements AutoCloseable {

  private final List<Member<T>> members = new ArrayList<>();

  private record Member<T>(T label, PendingJob job) {}

  /**
   * Called at the end of each job.
   *
   * @param <E> what it throws to end the wait for the others
   */
  @FunctionalInterface
  public interface EndListener<T, E extends Exception> {
    void ended(T label, JobEvent.Terminal end) throws E;
  }

  /** Adds a job, which is closed with the batch. */
  public void add(T label, PendingJob job) {
    members.add(new Member<>(label, job));
  }

  /** Calls an action with the label and reference of each job. */
  public void forEach(BiConsumer<T, JobRef> action) {
    members.forEach(member -> action.accept(member.label, member.job.ref()));
  }

  /**
   * Waits for the ends of all jobs.
   *
   * @param onEvent called with every earlier event
   */
  public <E extends Exception> void await(BiConsumer<T, JobEvent> onEvent, EndListener<T, E> onEnd)
      throws InterruptedException, E {
    for (Member<T> member : members) {
      JobEvent.Terminal end = member.job.await(event -> onEvent.accept(member.label, event));
      onEnd.ended(member.label, end);
    }
  }

  @Override
  public void close() {
    members.forEach(member -> member.job.close());
  }
}
