package io.patchwork.worker.telemetry;

import io.patchwork.common.process.ChildUsage;
import io.patchwork.schema.event.Cost;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the work of a delivery takes, on its thread and on the threads that it starts, until
 * closed. What nobody meters is not counted. Thread-safe.
 */
public final class CostMeter implements AutoCloseable {

  private static final InheritableThreadLocal<CostMeter> CURRENT = new InheritableThreadLocal<>();

  private final String stage;
  private final @Nullable CostMeter outer;
  private Cost sum = Cost.NONE;

  private CostMeter(String stage, @Nullable CostMeter outer) {
    this.stage = stage;
    this.outer = outer;
  }

  /**
   * Starts to meter the calling thread's work.
   *
   * @param stage kind of work, as in {@code segment}
   */
  public static CostMeter start(String stage) {
    CostMeter meter = new CostMeter(stage, CURRENT.get());
    CURRENT.set(meter);
    return meter;
  }

  /** Counts a child process. */
  public static void child(ChildUsage usage) {
    long millis = usage.cpu().toMillis();
    metered()
        .ifPresent(meter ->
            meter.change(
                new Cost(
                    millis,
                    usage.peakMemory(),
                    0,
                    0,
                    List.of(new Cost.Stage(meter.stage, millis)))));
  }

  /** Counts bytes that were fetched from the store. */
  public static void fetched(long bytes) {
    add(new Cost(0, 0, bytes, 0, List.of()));
  }

  /** Counts bytes that were stored. */
  public static void stored(long bytes) {
    add(new Cost(0, 0, 0, bytes, List.of()));
  }

  /** Counts what others have metered of the same job. */
  public static void add(Cost cost) {
    metered().ifPresent(meter -> meter.change(cost));
  }

  /** What the calling thread's work took so far. */
  public static Cost current() {
    return metered().map(CostMeter::sum).orElse(Cost.NONE);
  }

  private static Optional<CostMeter> metered() {
    return Optional.ofNullable(CURRENT.get());
  }

  private synchronized void change(Cost more) {
    sum = sum.plus(more);
  }

  private synchronized Cost sum() {
    return sum;
  }

  @Override
  public void close() {
    CURRENT.set(outer);
  }
}
