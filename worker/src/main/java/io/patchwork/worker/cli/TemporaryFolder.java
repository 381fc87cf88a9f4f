package io.patchwork.worker.cli;

import io.patchwork.worker.jobs.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** A folder for files on their way, made when it is first asked for. Thread-safe. */
final class TemporaryFolder implements AutoCloseable {

  private @Nullable Path folder;
  private boolean isClosed;

  /**
   * The folder.
   *
   * @throws IOException if it cannot be made, or was deleted already
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

  /** Deletes it with all that is in it. */
  @Override
  public synchronized void close() {
    isClosed = true;
    if (folder != null) {
      Workspaces.delete(unreachable(folder));
      folder = null;
    }
  }

  /** Under another name, so that nobody who is still at work puts a file into it meanwhile. */
  private static Path unreachable(Path folder) {
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
