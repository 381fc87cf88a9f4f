package io.patchwork.common.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Creates named pipes (FIFOs), which Java has no API for. */
public final class NamedPipes {

  private NamedPipes() {}

  /**
   * Creates a named pipe at each path.
   *
   * @throws IOException if one cannot be created
   */
  public static void make(Collection<Path> paths) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("mkfifo", "--"));
    paths.forEach(path -> argv.add(path.toString()));
    Process process = ChildProcesses.fromNothing(argv).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("no named pipes can be made: " + output.strip());
    }
  }
}
