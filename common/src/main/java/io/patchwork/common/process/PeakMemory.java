package io.patchwork.common.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The largest resident memory of a process and of those below it, by the kernel's high-water marks.
 * It is looked at often in the beginning, because most children live shortly. For one thread.
 */
final class PeakMemory {

  private static final long LONGEST = Duration.ofSeconds(1).toNanos();
  private static final String MARK = "VmHWM:";
  private static final long KIB = 1024;

  private final long pid;
  private long interval = Duration.ofMillis(20).toNanos();
  private long bytes;

  PeakMemory(Process process) {
    this.pid = process.pid();
  }

  /** Nanoseconds until it should be measured next. */
  long interval() {
    return interval;
  }

  void measure() {
    bytes = Math.max(bytes, below(pid).map(PeakMemory::mark).max().orElse(0));
    interval = Math.min(LONGEST, interval * 2);
  }

  /** Of the largest process so far, in bytes; 0 if none was seen. */
  long bytes() {
    return bytes;
  }

  /** A process and all below it. */
  private static LongStream below(long pid) {
    Path file = Path.of("/proc", "" + pid, "task", "" + pid, "children");
    try {
      return LongStream.concat(
          LongStream.of(pid),
          Arrays.stream(Files.readString(file).split(" ", -1))
              .filter(child -> !child.isEmpty())
              .mapToLong(Long::parseLong)
              .flatMap(PeakMemory::below));
    } catch (IOException ended) {
      return LongStream.empty();
    }
  }

  private static long mark(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", "" + pid, "status"))) {
      return lines
          .filter(line -> line.startsWith(MARK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException ended) {
      return 0;
    }
  }
}
