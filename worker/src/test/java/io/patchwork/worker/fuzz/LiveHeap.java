package io.patchwork.worker.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What a JVM holds on to, by the JDK's {@code jcmd}. */
final class LiveHeap {

  private LiveHeap() {}

  /** Bytes of all objects that live after a full collection. */
  static long of(long pid) throws IOException, InterruptedException {
    Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
    Process process =
        new ProcessBuilder(
                java.resolveSibling("jcmd").toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(said);
    }
    // Its last line is the sum: "Total", instances, bytes.
    List<String> sum = List.of(said.strip().lines().toList().getLast().split(" +", -1));
    return Long.parseLong(sum.getLast());
  }
}
