package io.patchwork.worker.run;

import io.patchwork.common.queue.Delivery;
import io.patchwork.worker.failure.Failure;

/** Makes an assignment of a delivery. */
public interface AssignmentReader {

  /**
   * Reads the message.
   *
   * @throws Failure.Malformed if it is not one of ours
   */
  Assignment read(Delivery delivery) throws Failure;
}
