package io.patchwork.worker.deletion;

import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.jobs.Outbox;

/**
 * Ends what is under way on many workers, so that whoever waits for it is told, before its plan is
 * deleted. Thread-safe.
 */
public interface OpenWork {

  /** Ends a render that has not ended; tells the jobs that wait for it. */
  void end(RenderRevision render, Refused why, Outbox outbox) throws Failure, InterruptedException;

  /** The same of a job whose source is worked on in chunks. */
  void end(JobRef chunked, Refused why, Outbox outbox) throws Failure, InterruptedException;
}
