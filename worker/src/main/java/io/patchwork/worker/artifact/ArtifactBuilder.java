package io.patchwork.worker.artifact;

import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Makes artifacts of the outputs of one pass or, for a long source, of the saved outputs of many.
 * For one run.
 */
public interface ArtifactBuilder {

  /**
   * Reads a piped output while the pass runs.
   *
   * @param file the output's name
   */
  default void consume(String file, InputStream bytes) throws IOException {
    throw new IllegalStateException("nobody hears " + file);
  }

  /**
   * Names the outputs of a chunk to save, for another builder to load.
   *
   * @return file names of outputs
   * @throws Failure.BadMedia if the outputs are not as expected
   */
  default List<String> saveChunk(Chunk chunk, BuildContext context)
      throws Failure, InterruptedException {
    throw new IllegalStateException("nothing of this is made of " + chunk);
  }

  /**
   * Loads the saved outputs of a chunk, as if they had been made here. Chunks of the video come in
   * order.
   *
   * @throws IOException if they cannot be read
   */
  default void loadChunk(SavedChunk kept, BuildContext context) throws IOException, Failure {
    throw new IllegalStateException("nothing of this is made of " + kept.chunk());
  }

  /**
   * The artifacts, once the outputs are complete.
   *
   * @throws Failure.BadMedia if the outputs are not as expected
   */
  ArtifactSet finish(BuildContext context) throws Failure, InterruptedException;
}
