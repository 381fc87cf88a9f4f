package io.patchwork.common.queue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pending publisher confirm of a message. Thread-safe. */
public final class PublishConfirm {

  /**
   * Long, because a broken session fails its confirms itself, and a broker may be short of memory.
   */
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final CompletableFuture<Boolean> confirmed = new CompletableFuture<>();

  void confirm() {
    confirmed.complete(true);
  }

  void fail(RuntimeException why) {
    confirmed.completeExceptionally(why);
  }

  /** Calls an action once it is confirmed, with null, or with why it is not. */
  void whenDone(Consumer<@Nullable Throwable> action) {
    var _ = confirmed.whenComplete((done, problem) -> action.accept(problem));
  }

  /**
   * Waits for the confirm.
   *
   * @throws QueueUnavailable if none arrives
   * @throws Unroutable if no queue takes the message
   */
  public void await() throws InterruptedException {
    try {
      boolean done = confirmed.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      assert done;
    } catch (TimeoutException e) {
      throw new QueueUnavailable(
          "The broker did not confirm within " + TIMEOUT.toMinutes() + " min.", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Unroutable unroutable -> throw unroutable;
        case null, default ->
            throw new QueueUnavailable("The broker did not confirm: " + e.getMessage(), e);
      }
    }
  }
}
