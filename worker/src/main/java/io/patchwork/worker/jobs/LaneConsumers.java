package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Lane;
import io.patchwork.common.queue.Subscription;
import io.patchwork.worker.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers of this worker's lanes, each with its number of slots; paused while a service is
 * unreachable, and stopped for good when the worker drains. Thread-safe.
 */
public final class LaneConsumers {

  private static final Logger LOG = LoggerFactory.getLogger(LaneConsumers.class);
  private static final Duration FIRST_CHECK = Duration.ofSeconds(1);
  private static final Duration MAX_WAIT = Duration.ofSeconds(30);
  private static final String DRAINING = "draining";

  private final JobQueue queue;
  private final Map<Lane, Integer> slots;

  /** The free slots of each lane: after a pause, jobs from before it may still hold some. */
  private final Map<Lane, Semaphore> free;

  private final Consumer<Delivery> handler;
  private final Check check;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private @Nullable String paused = "not started";
  private boolean isDraining;

  /** Checks that the services and disks that jobs need are available. */
  public interface Check {
    void run() throws Exception;
  }

  public LaneConsumers(
      JobQueue queue, Map<Lane, Integer> slots, Consumer<Delivery> handler, Check check) {
    this.queue = queue;
    this.slots = Map.copyOf(slots);
    this.free =
        slots.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, lane -> new Semaphore(lane.getValue())));
    this.handler = handler;
    this.check = check;
  }

  /** Slots of each lane. */
  public Map<Lane, Integer> slots() {
    return slots;
  }

  /** The reason why no jobs are taken; empty when they are. */
  public synchronized Optional<String> notReady() {
    return isDraining ? Optional.of(DRAINING) : Optional.ofNullable(paused);
  }

  /**
   * Starts to consume.
   *
   * @return false if it drains instead
   */
  public synchronized boolean start() {
    if (isDraining) {
      return false;
    }
    try {
      slots.forEach((lane, count) -> subscriptions.add(queue.consume(lane, count, this::handle)));
    } catch (RuntimeException e) {
      // All lanes or none: the next try would subscribe to the first ones twice.
      stop();
      throw e;
    }
    paused = null;
    return true;
  }

  /**
   * Starts to consume as soon as the check passes.
   *
   * @param before called first, again if consuming failed
   * @param after called once it consumes
   */
  public void startWhenAvailable(Runnable before, Runnable after) {
    Runnable start =
        () -> {
          before.run();
          if (start()) {
            after.run();
          }
        };
    Thread.ofVirtual().name("start").start(() -> awaitServices(Duration.ZERO, start));
  }

  private void handle(Delivery delivery) {
    Semaphore slot = Objects.requireNonNull(free.get(delivery.lane()));
    slot.acquireUninterruptibly();
    try {
      handler.accept(delivery);
    } finally {
      slot.release();
    }
  }

  private void startAgain() {
    if (start()) {
      LOG.atInfo().log("taking jobs again");
    }
  }

  /** Pauses until the check passes. */
  public synchronized void pause(Failure why) {
    if (paused != null || isDraining) {
      return;
    }
    paused = why.sentence();
    LOG.atWarn().addKeyValue("reason", why.sentence()).log("taking no jobs");
    stop();
    Thread.ofVirtual().name("recovery").start(() -> awaitServices(FIRST_CHECK, this::startAgain));
  }

  private void awaitServices(Duration first, Runnable start) {
    Duration wait = first;
    while (true) {
      try {
        Thread.sleep(wait);
        check.run();
        if (notReady().filter(DRAINING::equals).isPresent()) {
          return;
        }
        start.run();
        return;
      } catch (InterruptedException e) {
        return;
      } catch (Exception stillAway) {
        LOG.atWarn().addKeyValue("reason", stillAway.getMessage()).log("still taking no jobs");
        tell(stillAway);
        Duration longer = wait.isZero() ? FIRST_CHECK : wait.multipliedBy(2);
        wait = longer.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : longer;
      }
    }
  }

  private synchronized void tell(Exception why) {
    paused = String.valueOf(why.getMessage());
  }

  /** Stops for good. */
  public synchronized void drain() {
    isDraining = true;
    stop();
  }

  private void stop() {
    subscriptions.forEach(Subscription::close);
    subscriptions.clear();
  }
}
