package io.patchwork.common.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A sandbox of Linux namespaces by {@code bwrap}: no network, no capabilities, the system calls of
 * the program and no other, the host's {@code /usr} and the job's inputs read-only, the job's
 * outputs writable, and nothing else visible. Killing {@code bwrap} kills everything inside.
 */
public final class Bubblewrap implements Sandbox {

  private final SystemCallFilters filters;

  /**
   * Creates the sandbox.
   *
   * @param folder receives the system call filters
   */
  public Bubblewrap(Path folder) throws IOException {
    this.filters = new SystemCallFilters(Files.createDirectories(folder));
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
            NoSandbox.KILL_ME_FIRST + "exec 9<\"$1\"; shift; exec \"$@\"",
            "sandbox",
            filters.file(command.program().calls()).toString(),
            "bwrap",
            "--unshare-all",
            "--unshare-user",
            "--disable-userns",
            // When the first process ends, all others in the sandbox are killed: nothing can change
            // the outputs later, and no process of bwrap's own is visible inside.
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
            "/job/tmp",
            "--symlink",
            "job/tmp",
            "/tmp",
            "--proc",
            "/proc",
            // A worker that runs as root could otherwise change the host by /proc/sys from here.
            "--remount-ro",
            "/proc",
            "--dev",
            "/dev",
            // It is in memory, without a limit of size.
            "--remount-ro",
            "/dev"));
    // Last, because earlier mounts would hide what is below them.
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
}
