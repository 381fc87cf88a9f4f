package io.patchwork.worker.jobs;

import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;

/** The implementation of one kind of job. Thread-safe. */
public interface JobHandler {

  /** Does a job. All objects that the outcome names are stored when this returns. */
  Outcome perform(JobMessage message, JobContext context) throws Failure, InterruptedException;
}
