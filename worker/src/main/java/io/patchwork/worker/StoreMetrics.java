package io.patchwork.worker;

import io.patchwork.common.store.StoreObserver;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.time.Duration;

/** Counts the requests of a worker to its store. */
final class StoreMetrics implements StoreObserver {

  private final Metrics metrics;
  private volatile double skew = Double.NaN;

  StoreMetrics(Metrics metrics) {
    this.metrics = metrics;
    metrics.read(WorkerMetrics.STORE_CLOCK_SKEW, () -> skew);
  }

  @Override
  public void answered(String operation, Duration took) {
    metrics.histogram(WorkerMetrics.STORE_REQUEST, operation).add(took);
  }

  @Override
  public void failed(String operation, int status) {
    metrics.counter(WorkerMetrics.STORE_FAILURES, operation, Integer.toString(status)).inc();
  }

  @Override
  public void isAhead(Duration ahead) {
    skew = ahead.toSeconds();
  }
}
