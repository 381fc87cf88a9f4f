package io.patchwork.worker.console;

import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.TerminalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What operators do to a cluster. Thread-safe. */
public interface Actions {

  /**
   * Requeues a dead letter.
   *
   * @return whether there was such a letter
   * @throws Failure if it cannot be requeued; it stays
   */
  boolean retry(String letter) throws Failure, InterruptedException;

  /**
   * Deletes a dead letter.
   *
   * @return whether there was such a letter
   */
  boolean drop(String letter) throws Failure, InterruptedException;

  /**
   * Writes the report on a finished render, {@code report.html} and what lies beside it.
   *
   * @return its folder, which is the caller's to delete
   * @throws Failure if there can be none
   */
  Path report(RenderRevision of) throws Failure, IOException, InterruptedException;

  /** Cancels a job; empty where no worker has accepted it. */
  Optional<TerminalRecord> cancel(JobRef job) throws Failure, InterruptedException;
}
