package io.patchwork.worker;

import io.patchwork.common.store.StoreObserver;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.worker.telemetry.WorkerMetrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the requests of a worker to its store. */
final class StoreMetrics implements StoreObserver {

  private final Metrics metrics;
  private final AtomicLong skew = new AtomicLong();

  StoreMetrics(Metrics metrics) {
    this.metrics = metrics;
    metrics.read(WorkerMetrics.STORE_CLOCK_SKEW, skew::get);
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
    skew.set(ahead.toSeconds());
  }
}
