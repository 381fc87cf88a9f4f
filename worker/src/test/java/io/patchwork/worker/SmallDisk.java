package io.patchwork.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A folder that is a file system of its own, and small. It is mounted for one process alone where
 * the kernel lets us, else, in a chroot, for the machine and unmounted again.
 */
final class SmallDisk implements AutoCloseable {

  private final Path folder;
  private final String size;
  private final List<String> namespace;
  private final boolean isMounted;

  /**
   * A disk.
   *
   * @param size as {@code mount} takes it, {@code 24m}
   */
  SmallDisk(Path folder, String size) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.size = size;
    List<String> own = new ArrayList<>(List.of("unshare", "--mount"));
    if (!"root".equals(System.getProperty("user.name"))) {
      own.addAll(List.of("--user", "--map-root-user"));
    }
    this.namespace = List.copyOf(own);
    this.isMounted = !succeeds(command(List.of("true"))) && succeeds(mount());
    boolean isThere = isMounted || succeeds(command(List.of("true")));
    if (!isThere) {
      System.out.println("NOT RUN: no file system can be mounted here, so no disk can be full");
    }
    Assumptions.assumeTrue(isThere);
  }

  private List<String> mount() {
    return List.of("mount", "-t", "tmpfs", "-o", "size=" + size, "small", folder.toString());
  }

  private static boolean succeeds(List<String> command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command line that runs a command with the folder as its disk. */
  List<String> command(List<String> command) {
    if (isMounted) {
      return command;
    }
    List<String> whole = new ArrayList<>(namespace);
    whole.addAll(List.of("sh", "-ec", String.join(" ", mount()) + "; exec \"$@\"", "sh"));
    whole.addAll(command);
    return whole;
  }

  @Override
  public void close() {
    if (isMounted && !succeeds(List.of("umount", "--lazy", folder.toString()))) {
      throw new AssertionError(folder + " stays mounted");
    }
  }
}
