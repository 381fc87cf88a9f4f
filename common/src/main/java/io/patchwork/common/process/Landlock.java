package io.patchwork.common.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A sandbox without namespaces, for hosts that allow none: the child keeps the programs of the
 * host, its inputs and its outputs by Landlock, and the system calls of its program, so that it has
 * no network and starts no process. It runs as the worker's user and sees the worker's processes,
 * but cannot read them.
 */
public final class Landlock implements Sandbox {

  private static final String LAUNCHER = "landlock.pl";

  private final Path folder;
  private final SystemCallFilters filters;

  /**
   * Creates the sandbox.
   *
   * @param folder receives the launcher and the system call filters
   */
  public Landlock(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.filters = new SystemCallFilters(folder);
    try (InputStream launcher =
        Objects.requireNonNull(Landlock.class.getResourceAsStream(LAUNCHER))) {
      Files.copy(launcher, folder.resolve(LAUNCHER), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public String name() {
    return "landlock";
  }

  @Override
  public List<String> wrap(Command command) {
    Program program = command.program();
    List<String> argv = new ArrayList<>(NoSandbox.prlimit(command.limits()));
    argv.addAll(NoSandbox.MORE_LIKELY_KILLED);
    argv.addAll(NoSandbox.environment(program));
    argv.addAll(
        List.of(
            "/usr/bin/perl",
            folder.resolve(LAUNCHER).toString(),
            filters.file(program.calls()).toString(),
            System.getProperty("os.arch"),
            command.out().toString(),
            command.temporary().toString(),
            command.in().toString(),
            program.folder().toString(),
            "/usr",
            "/lib",
            "/lib64",
            "/bin",
            "/etc/ld.so.cache"));
    program.shown().forEach(path -> argv.add(path.toString()));
    argv.addAll(List.of("--", program.path().toString()));
    argv.addAll(command.arguments());
    return argv;
  }
}
