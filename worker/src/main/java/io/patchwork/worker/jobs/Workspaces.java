package io.patchwork.worker.jobs;

import io.patchwork.worker.failure.Disk;
import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Working directories of deliveries, each deleted after its delivery. Thread-safe. */
public final class Workspaces {

  private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);

  private final Path root;
  private final long reserve;

  /**
   * Workspaces in a folder, which is emptied first of leftovers of a worker that died.
   *
   * @param reserve free disk space in bytes that a job needs to begin
   */
  public Workspaces(Path root, long reserve) throws IOException {
    this.root = root;
    this.reserve = reserve;
    delete(root);
    Files.createDirectories(root);
  }

  /** A working directory, deleted on close. */
  record Workspace(Path folder) implements AutoCloseable {
    @Override
    public void close() {
      delete(folder);
    }
  }

  Workspace open() throws Failure {
    try {
      check();
      return new Workspace(Files.createTempDirectory(root, "job"));
    } catch (IOException e) {
      throw Disk.failure(e);
    }
  }

  /**
   * Checks the free disk space.
   *
   * @throws IOException if there is too little, with a sentence as its message
   */
  public void check() throws IOException {
    long free = root.toFile().getUsableSpace();
    if (free < reserve) {
      throw new IOException(
          "only "
              + (free >> 20)
              + " MiB are free under "
              + root
              + ", "
              + (reserve >> 20)
              + " MiB are needed");
    }
  }

  /** Deletes a folder and its content, if it exists. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.atWarn().addKeyValue("folder", folder).setCause(e).log("folder not deleted");
    }
  }
}
