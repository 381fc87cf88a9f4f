package io.patchwork.worker.artifact;

import java.nio.file.Path;
import java.util.Map;

/**
 * What was kept of a chunk of a long source.
 *
 * @param chunk that it was made of
 * @param files by their names, at hand in the job's {@code in} folder
 */
public record SavedChunk(Chunk chunk, Map<String, Path> files) {
  public SavedChunk {
    files = Map.copyOf(files);
  }

  /**
   * One of the files.
   *
   * @throws IllegalStateException if it was not kept
   */
  public Path file(String name) {
    Path file = files.get(name);
    if (file == null) {
      throw new IllegalStateException(name + " was not kept of " + chunk);
    }
    return file;
  }
}
