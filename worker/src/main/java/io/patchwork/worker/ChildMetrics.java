package io.patchwork.worker;

import io.patchwork.common.process.ChildObserver;
import io.patchwork.common.process.Exit;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.worker.telemetry.CostMeter;
import io.patchwork.worker.telemetry.WorkerMetrics;

/** Counts child processes in the metrics of a worker, and in the cost of the job that waited. */
final class ChildMetrics implements ChildObserver {

  private final Metrics metrics;

  ChildMetrics(Metrics metrics) {
    this.metrics = metrics;
    // From nought on: an alert sees a count rise, not one that begins with its first event.
    metrics.counter(WorkerMetrics.CHILD_COMPROMISED);
  }

  @Override
  public void ended(String program, Exit exit) {
    metrics.counter(WorkerMetrics.CHILD_EXITS, program, exit.word()).inc();
    if (exit.ending() == Exit.Ending.COMPROMISED) {
      metrics.counter(WorkerMetrics.CHILD_COMPROMISED).inc();
    }
    metrics.add(WorkerMetrics.CHILD_RUN, exit.took(), program);
    metrics.add(WorkerMetrics.CHILD_CPU, exit.usage().cpu(), program);
    if (exit.usage().peakMemory() > 0) {
      metrics
          .histogram(WorkerMetrics.CHILD_PEAK_MEMORY, program)
          .add((double) exit.usage().peakMemory());
    }
    CostMeter.child(exit.usage());
  }
}
