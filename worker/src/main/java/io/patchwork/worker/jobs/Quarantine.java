package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Delivery;
import java.io.IOException;

/**
 * A process beside the worker in which a delivery is handled alone, because workers that had it
 * before were lost. If that process dies while the worker lives, the worker is a witness that the
 * job is to blame (decision 0021).
 */
@FunctionalInterface
public interface Quarantine {

  /** How the process ended. */
  sealed interface End {
    /** It has handled the delivery as a worker does: acknowledged or rejected it, or let it go. */
    record Handled() implements End {}

    /** It died before it had. */
    record Died(String how) implements End {}
  }

  /**
   * Handles a delivery, up to its acknowledgement.
   *
   * @throws IOException if no process can be started
   * @throws InterruptedException after killing the process, if the calling thread is interrupted
   */
  End handle(Delivery delivery) throws IOException, InterruptedException;
}
