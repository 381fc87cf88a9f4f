package io.patchwork.worker.jobs;

import io.patchwork.worker.failure.Failure;
import java.util.Map;
import java.util.Optional;

/** Looks after the jobs of an account that wait; comes again while there are some. */
final class AdmissionWatchdog implements WorkItem {

  private final Admission admission;
  private final AccountLane accountLane;

  AdmissionWatchdog(Admission admission, AccountLane accountLane) {
    this.admission = admission;
    this.accountLane = accountLane;
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
  public void perform(JobContext context) throws InterruptedException {
    admission.check(accountLane, context.outbox());
  }

  @Override
  public Ending fail(Failure failure) {
    return new Ending(failure.code(), failure.detail(), outbox -> {});
  }

  @Override
  public String identity() {
    return accountLane.account().hex();
  }

  @Override
  public boolean belongsTo(String jobHash) {
    return false;
  }
}
