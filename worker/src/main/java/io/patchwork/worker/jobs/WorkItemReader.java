package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Delivery;
import io.patchwork.worker.failure.Failure;

/** Makes an assignment of a delivery. */
public interface WorkItemReader {

  /**
   * Reads the message.
   *
   * @throws Failure.Malformed if it is not one of ours
   */
  WorkItem read(Delivery delivery) throws Failure;
}
