package io.patchwork.common.process;

import java.util.ArrayList;
import java.util.List;

/** No sandbox, only resource limits and a clean environment: for operators who chose it. */
public final class NoSandbox implements Sandbox {

  /** A line of a shell: when memory runs out, the kernel ends the child and not the worker. */
  static final String KILL_ME_FIRST = "echo 1000 >/proc/self/oom_score_adj; ";

  static final List<String> MORE_LIKELY_KILLED =
      List.of("sh", "-c", KILL_ME_FIRST + "exec \"$0\" \"$@\"");

  @Override
  public String name() {
    return "none";
  }

  @Override
  public List<String> wrap(Command command) {
    List<String> argv = new ArrayList<>(prlimit(command.limits()));
    argv.addAll(MORE_LIKELY_KILLED);
    argv.addAll(environment(command.program()));
    // The child is killed when its worker ends.
    argv.addAll(List.of("setpriv", "--pdeathsig", "KILL", "--"));
    argv.add(command.program().path().toString());
    argv.addAll(command.arguments());
    return argv;
  }

  /** Clears the environment but for what a program needs. */
  static List<String> environment(Program program) {
    return List.of("env", "-i", "LD_LIBRARY_PATH=" + program.folder(), "PATH=/usr/bin:/bin");
  }

  static List<String> prlimit(Limits limits) {
    // The worker looks at it each second; this is for a child without one.
    long cpu = limits.cpu().plusMinutes(1).toSeconds();
    return List.of(
        "prlimit",
        "--data=" + limits.memory(),
        "--as=" + limits.addressSpace(),
        "--cpu=" + cpu,
        "--fsize=" + limits.outputBytes(),
        // Address space of each thread's stack; some programs have thousands of threads.
        "--stack=2097152",
        "--nofile=512",
        "--core=0",
        "--");
  }
}
