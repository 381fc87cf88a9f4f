package io.patchwork.worker.deletion;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.deletion.DeletionReport;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.job.Retention;
import io.patchwork.schema.wire.JobMessage;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.jobs.JobContext;
import io.patchwork.worker.jobs.JobHandler;
import io.patchwork.worker.jobs.Outcome;
import java.time.InstantSource;
import java.util.List;

/** Deletes what a policy lets go, and reports it. Each step can be repeated. Thread-safe. */
public final class RetentionJob implements JobHandler {

  private static final String STAGE = "delete";

  private final ObjectStore store;
  private final Sweep sweep;
  private final Reports reports;
  private final InstantSource clock;

  public RetentionJob(ObjectStore store, InstantSource clock) {
    this.store = store;
    this.sweep = new Sweep(store);
    this.reports = new Reports(store);
    this.clock = clock;
  }

  @Override
  public Outcome perform(JobMessage message, JobContext context)
      throws Failure, InterruptedException {
    Retention request = (Retention) message.job();
    JobRef job = message.ref();
    DeletionPlan plan =
        new RetentionSearch(store, request.deleteAfterDays(), clock.instant()).find();
    DeletionReport report = reports.add(job, report(plan, request.isDryRun()));
    if (!request.isDryRun()) {
      long total = plan.deletions().size();
      List<ObjectKey> withVersions =
          sweep.delete(
              plan.deletions(),
              key -> true,
              done -> context.progress(List.of(job), STAGE, done, total));
      if (!withVersions.isEmpty()) {
        plan.keepVersions(withVersions);
        report = reports.add(job, report(plan, false));
      }
    }
    return Outcome.finished(new JobEvent.Completed(job, Reports.result(job, report)));
  }

  private DeletionReport report(DeletionPlan plan, boolean isDryRun) {
    return new DeletionReport(
        DeletionReport.FORMAT,
        null,
        null,
        clock.instant(),
        isDryRun,
        List.of(),
        plan.deletions(),
        plan.kept());
  }
}
