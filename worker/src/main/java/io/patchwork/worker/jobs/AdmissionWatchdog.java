package io.patchwork.worker.jobs;

import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.Fault;
import java.util.Map;
import java.util.Optional;

/** Looks after the jobs of an account that wait; comes again while there are some. */
final class AdmissionWatchdog implements WorkItem {

  private final Admission admission;
  private final Admission.Watchdog watchdog;

  AdmissionWatchdog(Admission admission, Admission.Watchdog watchdog) {
    this.admission = admission;
    this.watchdog = watchdog;
  }

  @Override
  public String kind() {
    return "admission-watchdog";
  }

  @Override
  public Map<String, String> facts() {
    return Map.of("account", identity());
  }

  @Override
  public Optional<Ending> ending() {
    return Optional.empty();
  }

  @Override
  public void begin(Outbox outbox, int attempt) {}

  @Override
  public void perform(JobContext context) throws Fault, InterruptedException {
    admission.check(watchdog, context.isRedelivered(), context.outbox());
  }

  @Override
  public Ending fail(Failure failure) {
    return new Ending(failure.code(), failure.detail(), outbox -> {});
  }

  @Override
  public String identity() {
    return watchdog.accountLane().account().hex();
  }

  @Override
  public boolean belongsTo(String jobHash) {
    return false;
  }
}
