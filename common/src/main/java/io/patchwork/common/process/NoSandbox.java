package io.patchwork.common.process;

import java.util.ArrayList;
import java.util.List;

/** No sandbox, only resource limits and a clean environment: for operators who chose it. */
public final class NoSandbox implements Sandbox {

  @Override
  public String name() {
    return "none";
  }

  @Override
  public List<String> wrap(Command command) {
    List<String> argv = new ArrayList<>(prlimit(command.limits()));
    argv.addAll(
        List.of(
            "env",
            "-i",
            "LD_LIBRARY_PATH=" + command.program().folder(),
            "PATH=/usr/bin:/bin",
            command.program().path().toString()));
    argv.addAll(command.arguments());
    return argv;
  }

  static List<String> prlimit(Limits limits) {
    long cpu = limits.cpu().toSeconds();
    // Soft limit below the hard one, so that SIGXCPU comes first and differs from a kill.
    return List.of(
        "prlimit",
        "--data=" + limits.memory(),
        "--as=" + limits.addressSpace(),
        "--cpu=" + cpu + ":" + (cpu + 5),
        "--fsize=" + limits.fileSize(),
        // Address space of each thread's stack; some programs have thousands of threads.
        "--stack=2097152",
        "--nofile=512",
        "--core=0",
        "--");
  }
}
