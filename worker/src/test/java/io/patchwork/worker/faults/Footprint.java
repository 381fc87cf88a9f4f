package io.patchwork.worker.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process holds. */
public record Footprint(long residentMebibytes, long threads, long descriptors) {
  /**
   * Whether it is another with at most some more.
   *
   * @param mebibytes more memory
   * @param handles more threads, and more descriptors
   */
  public boolean isNoMoreThan(Footprint other, long mebibytes, long handles) {
    return residentMebibytes <= other.residentMebibytes + mebibytes
        && threads <= other.threads + handles
        && descriptors <= other.descriptors + handles;
  }

  /** That of a process that runs. */
  public static Footprint of(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    long resident = 0;
    long threads = 0;
    for (String line : Files.readAllLines(proc.resolve("status"))) {
      String digits = line.replaceAll("[^0-9]", "");
      resident = line.startsWith("VmRSS:") ? Long.parseLong(digits) / 1024 : resident;
      threads = line.startsWith("Threads:") ? Long.parseLong(digits) : threads;
    }
    try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
      return new Footprint(resident, threads, descriptors.count());
    }
  }
}
