package io.patchwork.worker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The most memory that one child that is an FFmpeg has at once, while something is done. */
final class PeakMemory {

  private static final int PERIOD = 20;
  private static final String PEAK = "VmHWM:";

  private volatile boolean isOver;
  private long most;

  private PeakMemory() {}

  /** In bytes; of what lives for less than a few hundredths of a second nothing is seen. */
  static long during(Pairs.Work work) throws Exception {
    PeakMemory memory = new PeakMemory();
    Thread watch = Thread.ofPlatform().start(memory::watch);
    try {
      work.run();
    } finally {
      memory.isOver = true;
      watch.join();
    }
    return memory.most;
  }

  private void watch() {
    while (!isOver) {
      ProcessHandle.current()
          .descendants()
          .forEach(child -> most = Math.max(most, of(child.pid())));
      try {
        TimeUnit.MILLISECONDS.sleep(PERIOD);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** The kernel's own note of the peak; between fork and exec a child is its parent still. */
  private static long of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      if (!Files.readString(process.resolve("comm")).startsWith("ffmpeg")) {
        return 0;
      }
      return Files.readAllLines(process.resolve("status")).stream()
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException ended) {
      return 0;
    }
  }
}
