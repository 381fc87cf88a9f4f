package io.patchwork.common.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Processor time of the children of this process that have ended, as the kernel counts it when they
 * are waited for. What it grew by belongs to the child that has just ended; only where two end at
 * once may one get the time of both. Thread-safe.
 */
final class ReapedChildren {

  private static final Path STAT = Path.of("/proc/self/stat");
  private static final long MILLIS_PER_TICK = 10;

  /** proc(5), behind the name: time of waited-for children in user and kernel mode. */
  private static final int USER = 13;

  /** Of this process; what was reaped before somebody looked for the first time is nobody's. */
  static final ReapedChildren OURS = new ReapedChildren();

  private long told = ticks();

  private ReapedChildren() {}

  /** What the sum has grown by since this was last asked; zero where the kernel does not tell. */
  synchronized Duration since() {
    long now = ticks();
    long grown = now - told;
    told = now;
    return Duration.ofMillis(grown * MILLIS_PER_TICK);
  }

  private static long ticks() {
    try {
      String stat = Files.readString(STAT);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1]);
    } catch (IOException notLinux) {
      return 0;
    }
  }
}
