package io.patchwork.worker.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A control group whose processes have half a core together; cgroup version 1 or 2. */
final class CpuShare implements AutoCloseable {

  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final int PERIOD = 100_000;

  private final Path group;

  private CpuShare(Path group) {
    this.group = group;
  }

  /** A group of its own; none where this process may not make any. */
  static Optional<CpuShare> half(String name) {
    Path first = ROOT.resolve("cpu");
    boolean isFirst = Files.isDirectory(first);
    Path group = (isFirst ? first : ROOT).resolve(name);
    try {
      Files.createDirectory(group);
      if (isFirst) {
        Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD));
        Files.writeString(group.resolve("cpu.cfs_quota_us"), Integer.toString(PERIOD / 2));
      } else {
        Files.writeString(group.resolve("cpu.max"), PERIOD / 2 + " " + PERIOD);
      }
      return Optional.of(new CpuShare(group));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A command that runs within, its children too. */
  List<String> command(List<String> command) {
    List<String> within =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"",
                "sh"));
    within.addAll(command);
    return within;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(group);
  }
}
