package io.patchwork.worker.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.common.telemetry.LogContext;
import io.patchwork.worker.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@Timeout(20)
class AtOnceTest {

  @Test
  void tasksRunBesideEachOtherAndTheirResultsKeepTheirOrder() throws Exception {
    CountDownLatch both = new CountDownLatch(2);

    List<String> results =
        AtOnce.all(List.of(() -> metAt(both, "first"), () -> metAt(both, "second")));

    assertThat(results).containsExactly("first", "second");
  }

  private static String metAt(CountDownLatch both, String name) throws InterruptedException {
    both.countDown();
    both.await();
    return name;
  }

  @Test
  void aFailureIsThrownOnceTheOthersHaveEnded() {
    AtomicBoolean hasEnded = new AtomicBoolean();
    CountDownLatch failed = new CountDownLatch(1);

    assertThatThrownBy(() ->
            AtOnce.all(
                List.of(
                    () -> {
                      failed.countDown();
                      throw new Failure.Crashed("of this");
                    },
                    () -> {
                      failed.await();
                      hasEnded.set(true);
                      return "";
                    })))
        .isInstanceOfSatisfying(
            Failure.Crashed.class, crash -> assertThat(crash.detail()).isEqualTo("of this"));
    assertThat(hasEnded).isTrue();
  }

  @Test
  void anInterruptedCallerInterruptsTheTasks() {
    AtomicBoolean wasInterrupted = new AtomicBoolean();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() ->
            AtOnce.all(
                List.of(() -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    wasInterrupted.set(true);
                  }
                  return "";
                })))
        .isInstanceOf(InterruptedException.class);
    assertThat(wasInterrupted).isTrue();
  }

  @Test
  void tasksLogAsTheirCallerDoes() throws Exception {
    try (LogContext log = new LogContext().with("job", "j1")) {
      assertThat(log).isNotNull();
      assertThat(AtOnce.all(List.of(MDC::getCopyOfContextMap)))
          .containsExactly(Map.of("job", "j1"));
    }
  }
}
