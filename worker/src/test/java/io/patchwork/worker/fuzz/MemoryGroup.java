package io.patchwork.worker.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A memory controller of cgroup v1, which bounds processes together and counts what they take. */
record MemoryGroup(Path folder) implements AutoCloseable {

  private static final Path ROOT = Path.of("/sys/fs/cgroup/memory");

  /** A group of a number of bytes; empty where none can be made. */
  static Optional<MemoryGroup> of(long bytes) {
    Path folder = ROOT.resolve("patchwork-fuzz-" + ProcessHandle.current().pid());
    try {
      Files.createDirectory(folder);
      Files.writeString(folder.resolve("memory.limit_in_bytes"), Long.toString(bytes));
      return Optional.of(new MemoryGroup(folder));
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  /** Takes a process in, and what it starts from now on. */
  void add(long pid) throws IOException {
    Files.writeString(folder.resolve("cgroup.procs"), Long.toString(pid));
  }

  /** The most that was in use, in bytes, cached files included. */
  long peak() throws IOException {
    return Long.parseLong(Files.readString(folder.resolve("memory.max_usage_in_bytes")).strip());
  }

  /** How many processes were killed because the group was full. */
  long kills() throws IOException {
    try (var lines = Files.lines(folder.resolve("memory.oom_control"))) {
      return lines
          .filter(line -> line.startsWith("oom_kill "))
          .mapToLong(line -> Long.parseLong(line.substring("oom_kill ".length())))
          .sum();
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(folder);
  }
}
