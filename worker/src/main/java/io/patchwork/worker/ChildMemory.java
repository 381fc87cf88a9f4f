package io.patchwork.worker;

import com.sun.management.OperatingSystemMXBean;
import io.patchwork.common.config.ConfigurationException;
import io.patchwork.common.process.MemoryBudget;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * How a machine's memory is shared out to child processes.
 *
 * @param total bytes for all that run at once
 * @param largest bytes that one may take
 */
public record ChildMemory(long total, long largest) {

  private static final long MIB = 1L << 20;

  /** What a worker needs beside its heap. */
  private static final long BESIDE_HEAP = 512 * MIB;

  /** What a reader takes while it waits for its work. */
  private static final long WAITING = 256 * MIB;

  /** Enough for a ladder to 1080p. */
  private static final long LEAST = 1_280 * MIB;

  /** More than pictures of the greatest size need that are decoded at all. */
  private static final long DEFAULT_LARGEST = 6_144 * MIB;

  /** The budget, of which uploads and final renders leave a ladder to 1080p to previews. */
  MemoryBudget budget() {
    return new MemoryBudget(total, Math.min(LEAST, total - largest));
  }

  /**
   * The shares on this machine, or in this container.
   *
   * @throws ConfigurationException if it has less than the setting asks for
   */
  public static ChildMemory of(WorkerConfig config) throws ConfigurationException {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return of(
        machine.getTotalMemorySize(),
        Runtime.getRuntime().maxMemory(),
        config.slots(),
        config.childMemory().orElse(0L));
  }

  /**
   * The same.
   *
   * @param asked the setting; 0 to take what there is
   */
  static ChildMemory of(long machine, long heap, int slots, long asked)
      throws ConfigurationException {
    long total = machine - heap - BESIDE_HEAP - slots * WAITING;
    if (asked > 0 && asked > total) {
      throw new ConfigurationException(
          List.of(
              "This worker has "
                  + Math.max(0, total / MIB)
                  + " MiB for child processes, less than PATCHWORK_CHILD_MEMORY; give it more"
                  + " memory, or fewer PATCHWORK_SLOTS, or lower the setting on all workers."));
    }
    long largest = asked > 0 ? asked : Math.clamp(total, LEAST, DEFAULT_LARGEST);
    return new ChildMemory(Math.max(total, largest), largest);
  }
}
