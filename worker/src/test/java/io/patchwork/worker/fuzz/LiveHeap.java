package io.patchwork.worker.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The heap of a JVM, by the JDK's {@code jcmd}.
 *
 * @param live bytes of all objects that live after a full collection
 * @param reserved bytes that it has from the system for objects
 */
record LiveHeap(long live, long reserved) {

  private static final Pattern GENERATION = Pattern.compile("total (\\d+)K, used");

  /** That of a process that runs, after a full collection. */
  static LiveHeap of(long pid) throws IOException, InterruptedException {
    // Its last line is the sum: "Total", instances, bytes.
    String sum = said(pid, "GC.class_histogram").strip().lines().toList().getLast();
    long reserved =
        GENERATION
            .matcher(said(pid, "GC.heap_info"))
            .results()
            .mapToLong(generation -> Long.parseLong(generation.group(1)) << 10)
            .sum();
    if (reserved == 0) {
      throw new IOException("jcmd names no generation of the heap");
    }
    return new LiveHeap(Long.parseLong(List.of(sum.split(" +", -1)).getLast()), reserved);
  }

  private static String said(long pid, String command) throws IOException, InterruptedException {
    Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
    Process process =
        new ProcessBuilder(java.resolveSibling("jcmd").toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
    return said;
  }
}
