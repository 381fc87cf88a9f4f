package io.patchwork.common.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A box of Linux namespaces by {@code bwrap}: no network, no capabilities, a system call filter,
 * the host's {@code /usr} and the job's inputs read-only, the job's outputs writable, and nothing
 * else to be seen. Killing {@code bwrap} kills everything inside.
 */
public final class Bubblewrap implements Sandbox {

  private static final Duration TRIAL = Duration.ofSeconds(20);

  private final Path filter;

  /**
   * Prepares boxes.
   *
   * @param folder where the system call filter is kept
   */
  public Bubblewrap(Path folder) throws IOException {
    this.filter = Files.createDirectories(folder).resolve("deny.bpf");
    Files.write(filter, SystemCallFilter.program());
  }

  @Override
  public String name() {
    return "bubblewrap";
  }

  @Override
  public List<String> wrap(Command command) {
    List<String> argv = new ArrayList<>(NoSandbox.prlimit(command.limits()));
    argv.addAll(
        List.of(
            "sh",
            "-c",
            "exec 9<\"$0\"; exec \"$@\"",
            filter.toString(),
            "bwrap",
            "--unshare-all",
            "--unshare-user",
            "--disable-userns",
            // The last process of the box is gone when its first is: nothing can change the outputs
            // behind our back, and no process of bwrap's own is to be seen inside.
            "--as-pid-1",
            "--die-with-parent",
            "--new-session",
            "--clearenv",
            "--uid",
            "65534",
            "--gid",
            "65534",
            "--hostname",
            "job",
            "--cap-drop",
            "ALL",
            "--ro-bind",
            "/usr",
            "/usr"));
    for (String name : List.of("lib", "lib64", "bin")) {
      if (Files.isSymbolicLink(Path.of("/" + name))) {
        argv.addAll(List.of("--symlink", "usr/" + name, "/" + name));
      } else if (Files.isDirectory(Path.of("/" + name))) {
        argv.addAll(List.of("--ro-bind", "/" + name, "/" + name));
      }
    }
    argv.addAll(
        List.of(
            "--ro-bind",
            command.program().folder().toString(),
            "/program",
            "--ro-bind",
            command.in().toString(),
            "/job/in",
            "--bind",
            command.out().toString(),
            "/job/out",
            "--size",
            "67108864",
            "--tmpfs",
            "/tmp",
            "--proc",
            "/proc",
            "--dev",
            "/dev"));
    // After all else, which would hide what lies below it.
    for (Path shown : command.program().shown()) {
      argv.addAll(List.of("--ro-bind-try", shown.toString(), shown.toString()));
    }
    argv.addAll(
        List.of(
            "--remount-ro",
            "/",
            "--chdir",
            "/job/out",
            "--setenv",
            "LD_LIBRARY_PATH",
            "/program",
            "--setenv",
            "PATH",
            "/usr/bin",
            "--seccomp",
            "9",
            "--",
            "/program/" + command.program().name()));
    argv.addAll(command.arguments());
    return argv;
  }

  /**
   * Whether boxes can be made here, by making one in which {@code program} runs.
   *
   * @param arguments with which the program exits with 0
   * @param folder an empty folder for the trial
   * @return empty, or why not
   */
  public java.util.Optional<String> trial(
      Program program, List<String> arguments, Path folder, ChildProcesses children)
      throws InterruptedException {
    Limits limits = new Limits(4L << 30, TRIAL, 1 << 20, TRIAL, TRIAL);
    try {
      Files.createDirectories(folder.resolve("in"));
      Files.createDirectories(folder.resolve("out"));
      Exit exit = children.run(new Command(program, arguments, folder, limits), line -> {});
      return exit.isSuccess()
          ? java.util.Optional.empty()
          : java.util.Optional.of(exit.errors().isBlank() ? "exit " + exit.code() : exit.errors());
    } catch (IOException e) {
      return java.util.Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
