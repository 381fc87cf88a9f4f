package io.patchwork.worker.cli;

import io.patchwork.worker.jobs.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** A folder for temporary files, created on first use. Thread-safe. */
final class TemporaryFolder implements AutoCloseable {

  private @Nullable Path folder;
  private boolean isClosed;

  /**
   * The folder.
   *
   * @throws IOException if it cannot be created, or this is closed
   */
  synchronized Path path() throws IOException {
    if (isClosed) {
      throw new IOException("the command is being stopped");
    }
    if (folder == null) {
      folder = Files.createTempDirectory("patchwork-");
    }
    return folder;
  }

  /** Deletes the folder and its content. */
  @Override
  public synchronized void close() {
    isClosed = true;
    if (folder != null) {
      Workspaces.delete(renamed(folder));
      folder = null;
    }
  }

  /** Renames the folder, so that no other thread can add a file while it is deleted. */
  private static Path renamed(Path folder) {
    try {
      return Files.move(
          folder,
          folder.resolveSibling(folder.getFileName() + ".gone"),
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      return folder;
    }
  }
}
