package io.patchwork.worker.capacity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Processor time of a process, of all below it, and of those of them that have ended: proc(5). */
final class ProcessTree {

  /** Fields of {@code stat} behind the name, from {@code utime} to {@code cstime}. */
  private static final int FIRST_TIME = 11;

  private static final int TIMES = 4;

  /** The kernel counts in these for all programs: {@code sysconf(_SC_CLK_TCK)}. */
  private static final double TICKS_PER_SECOND = 100;

  private ProcessTree() {}

  static double cpuSeconds(long pid) {
    Stream<ProcessHandle> below =
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants);
    return LongStream.concat(LongStream.of(pid), below.mapToLong(ProcessHandle::pid))
            .map(ProcessTree::ticks)
            .sum()
        / TICKS_PER_SECOND;
  }

  private static long ticks(long pid) {
    try {
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
      // The name is in parentheses and may have spaces.
      List<String> fields = Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      return fields.subList(FIRST_TIME, FIRST_TIME + TIMES).stream()
          .mapToLong(Long::parseLong)
          .sum();
    } catch (NoSuchFileException e) {
      return 0; // it has ended meanwhile, and its parent has its time
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
