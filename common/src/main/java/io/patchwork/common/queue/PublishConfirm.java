package io.patchwork.common.queue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The broker's word, to come, that it has a message and a place for it. Thread-safe. */
public final class PublishConfirm {

  /** Long: a session that breaks fails its receipts itself, and a broker may be short of memory. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final CompletableFuture<Boolean> confirmed = new CompletableFuture<>();

  void confirm() {
    confirmed.complete(true);
  }

  void fail(RuntimeException why) {
    confirmed.completeExceptionally(why);
  }

  /**
   * Waits for the broker's word.
   *
   * @throws QueueUnavailable if none comes
   * @throws Unroutable if there is no place for the message
   */
  public void await() throws InterruptedException {
    try {
      boolean done = confirmed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assert done;
    } catch (TimeoutException e) {
      throw new QueueUnavailable(
          "The broker did not confirm within " + PATIENCE.toMinutes() + " min.", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Unroutable unroutable -> throw unroutable;
        case null, default ->
            throw new QueueUnavailable("The broker did not confirm: " + e.getMessage(), e);
      }
    }
  }
}
