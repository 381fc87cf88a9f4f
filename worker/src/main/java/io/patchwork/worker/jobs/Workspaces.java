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

/** Folders for deliveries, each gone when its delivery is settled. Thread-safe. */
public final class Workspaces {

  private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);

  private final Path root;
  private final long reserve;

  /**
   * Workspaces in a folder that is emptied now: what is in it is from a worker that died.
   *
   * @param reserve bytes that must be free on the disk for a job to begin
   */
  public Workspaces(Path root, long reserve) throws IOException {
    this.root = root;
    this.reserve = reserve;
    delete(root);
    Files.createDirectories(root);
  }

  /** A folder until closed. */
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
   * Proves that there is room for work.
   *
   * @throws IOException if not, with a sentence
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

  /** Deletes a folder and all that is in it, if it is there. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.atWarn().addKeyValue("folder", folder).setCause(e).log("workspace not deleted");
    }
  }
}
