package io.patchwork.worker.bench;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.worker.TestCluster;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a worker and its children need of memory while one worker ingests every file of some
 * folders. To be run with the heap that a worker has.
 */
public final class MemoryBench {

  /** What a job ends in when the worker, or its child, has not enough. */
  private static final Set<FailureCode> OURS =
      Set.of(FailureCode.INTERNAL, FailureCode.CRASHED_REPEATEDLY);

  private MemoryBench() {}

  /**
   * Ingests files.
   *
   * @param args folders with the files; those of the demo without any
   */
  public static void main(String[] args) throws Exception {
    List<String> folders = Stream.of(args).filter(argument -> !argument.startsWith("--")).toList();
    if (folders.isEmpty()) {
      folders = List.of("infra/demo/media");
    }
    List<Path> files = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> below = Files.walk(Path.of(folder))) {
        files.addAll(
            below.filter(Files::isRegularFile).map(Path::toAbsolutePath).sorted().toList());
      }
    }
    int completed = 0;
    int faults = 0;
    try (Scratch scratch = new Scratch();
        TestCluster cluster =
            new TestCluster(scratch.folder(), Map.of("PATCHWORK_SANDBOX", "none"))) {
      for (int i = 0; i < files.size(); i++) {
        Path file = Files.createSymbolicLink(scratch.folder().resolve("file-" + i), files.get(i));
        JobEvent end = cluster.ingest("file-" + i, file);
        faults += end instanceof JobEvent.Failed failed && OURS.contains(failed.code()) ? 1 : 0;
        completed += end instanceof JobEvent.Completed ? 1 : 0;
        System.out.printf(
            Locale.ROOT,
            "  heap %4d MiB, child %4d MiB at the most so far; %s: %s%n",
            heap() >> 20,
            Usage.largestChild() >> 20,
            files.get(i).getFileName(),
            end instanceof JobEvent.Failed failed ? failed.code() : "complete");
      }
    }
    System.out.printf(Locale.ROOT, "%d of %d complete%n", completed, files.size());
    Figure.print("jobs_without_memory", faults, Goal.atMost(0));
    Figure.print("largest_child_mib", (double) (Usage.largestChild() >> 20));
    System.exit(0);
  }

  /** The most that was in use at once, garbage included. */
  private static long heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
