package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Delivery;
import io.patchwork.worker.failure.Failure;

/** Parses deliveries into work items. */
public interface WorkItemReader {

  /**
   * Parses the message.
   *
   * @throws Failure.Malformed if it breaks the contract
   */
  WorkItem read(Delivery delivery) throws Failure;
}
