package io.patchwork.worker.jobs;

import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;

/** Something that this worker can do for the outside: one a kind of job. Thread-safe. */
public interface JobHandler {

  /** Does a job. Everything that it names in its outcome is stored when this returns. */
  Outcome perform(JobMessage message, JobContext context) throws Failure, InterruptedException;
}
