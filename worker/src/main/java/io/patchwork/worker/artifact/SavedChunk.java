package io.patchwork.worker.artifact;

import java.nio.file.Path;
import java.util.Map;

/**
 * The saved outputs of a chunk of a long source.
 *
 * @param chunk they were made of
 * @param files by name, in the job's {@code in} folder
 */
public record SavedChunk(Chunk chunk, Map<String, Path> files) {
  public SavedChunk {
    files = Map.copyOf(files);
  }

  /**
   * The path of a file.
   *
   * @throws IllegalStateException if it was not saved
   */
  public Path file(String name) {
    Path file = files.get(name);
    if (file == null) {
      throw new IllegalStateException(name + " was not kept of " + chunk);
    }
    return file;
  }
}
