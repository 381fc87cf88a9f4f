package io.patchwork.worker;

import io.patchwork.worker.jobs.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The scratch folder of this process, named by its process id; folders of processes that have ended
 * are deleted when another starts. No other process needs its content.
 */
record Scratch(Path folder) implements AutoCloseable {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  static Scratch open(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Path sibling : children(directory)) {
      String name = sibling.getFileName().toString();
      if (name.matches("[0-9]{1,10}")
          && ProcessHandle.of(Long.parseLong(name)).filter(ProcessHandle::isAlive).isEmpty()) {
        Workspaces.delete(sibling);
      }
    }
    Scratch own = of(directory, ProcessHandle.current().pid());
    Workspaces.delete(own.folder);
    // Other people's media lie in it while they are worked on.
    Files.createDirectory(own.folder, OWNER_ONLY);
    return own;
  }

  /** The folder of another process, to be deleted when that has ended. */
  static Scratch of(Path directory, long pid) {
    return new Scratch(directory.resolve(Long.toString(pid)));
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Override
  public void close() {
    Workspaces.delete(folder);
  }
}
