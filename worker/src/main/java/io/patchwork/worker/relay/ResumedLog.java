package io.patchwork.worker.relay;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.LogStart;
import io.patchwork.common.queue.LoggedEvent;
import io.patchwork.common.queue.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on in the event log behind the last event that was taken. An offset means nothing in the log
 * of another broker, and the log may have dropped the event since; so the event is looked for
 * first, and where it is not, reading goes on from the time at which it was taken: some events come
 * twice, and none is missed that the log still has. Thread-safe.
 */
final class ResumedLog implements Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(ResumedLog.class);

  /** Clocks of workers and broker may be apart; what is told twice has the same id. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final JobQueue queue;
  private final Consumer<LoggedEvent> handler;
  private final RelayState.Taken taken;
  private Stage stage = Stage.LOOKING;
  private @Nullable Subscription reading;

  /** Where it stands; guarded by this object's monitor. */
  private enum Stage {
    LOOKING,
    BEHIND_IT,
    BY_TIME,
    CLOSED
  }

  /**
   * Begins.
   *
   * @param since where reading begins if no event was ever taken
   * @param patience how long the event is looked for; one that is in the log comes at once
   */
  static Subscription read(
      JobQueue queue,
      Instant since,
      RelayState.@Nullable Taken taken,
      Duration patience,
      Consumer<LoggedEvent> handler) {
    if (taken == null) {
      return queue.replayEvents(new LogStart.Since(since), handler);
    }
    ResumedLog log = new ResumedLog(queue, taken, handler);
    log.look(patience);
    return log;
  }

  private ResumedLog(JobQueue queue, RelayState.Taken taken, Consumer<LoggedEvent> handler) {
    this.queue = queue;
    this.taken = taken;
    this.handler = handler;
  }

  private synchronized void look(Duration patience) {
    reading = queue.replayEvents(new LogStart.After(taken.offset() - 1), this::pass);
    Thread.ofVirtual()
        .name("event log place")
        .start(() -> {
          try {
            Thread.sleep(patience);
            goOnByTime();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** The first event is the one that was taken, or nobody knows where this log is. */
  private void pass(LoggedEvent event) {
    if (isFirst(event)) {
      return;
    }
    synchronized (this) {
      if (stage != Stage.BEHIND_IT) {
        return;
      }
    }
    handler.accept(event);
  }

  private synchronized boolean isFirst(LoggedEvent event) {
    if (stage != Stage.LOOKING) {
      return false;
    }
    if (event.offset() == taken.offset() && event.message().id().equals(taken.id())) {
      stage = Stage.BEHIND_IT;
    } else {
      // Not on the reader's own thread, which is about to end.
      Thread.ofVirtual().name("event log place").start(this::goOnByTime);
    }
    return true;
  }

  private synchronized void goOnByTime() {
    if (stage != Stage.LOOKING) {
      return;
    }
    LOG.atWarn()
        .addKeyValue("offset", taken.offset())
        .addKeyValue("taken", taken.at())
        .log("the event log is another, or dropped events that were not told; going on by time");
    stage = Stage.BY_TIME;
    close(reading);
    reading = queue.replayEvents(new LogStart.Since(taken.at().minus(MARGIN)), handler);
  }

  private static void close(@Nullable Subscription subscription) {
    if (subscription != null) {
      subscription.close();
    }
  }

  @Override
  public synchronized void close() {
    stage = Stage.CLOSED;
    close(reading);
  }
}
