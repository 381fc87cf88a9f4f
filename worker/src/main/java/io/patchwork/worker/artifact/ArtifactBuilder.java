package io.patchwork.worker.artifact;

import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What is made of the outputs of one run; or, of a long source, of what many runs kept. For one
 * run.
 */
public interface ArtifactBuilder {

  /**
   * Hears an output that is a stream, while it is made.
   *
   * @param file the output's name
   */
  default void consume(String file, InputStream bytes) throws IOException {
    throw new IllegalStateException("nobody hears " + file);
  }

  /**
   * Keeps what was made of a chunk, for another builder to take.
   *
   * @return outputs, by their names
   * @throws Failure.BadMedia if they are not what they must be
   */
  default List<String> saveChunk(Chunk chunk, BuildContext context)
      throws Failure, InterruptedException {
    throw new IllegalStateException("nothing of this is made of " + chunk);
  }

  /**
   * Takes what was kept of a chunk, as if it had been heard here. Parts of the picture come in
   * their order.
   *
   * @throws IOException if it cannot be read
   */
  default void loadChunk(SavedChunk kept, BuildContext context) throws IOException, Failure {
    throw new IllegalStateException("nothing of this is made of " + kept.chunk());
  }

  /**
   * What the outputs are, once they are there.
   *
   * @throws Failure.BadMedia if they are not what they must be
   */
  ArtifactSet finish(BuildContext context) throws Failure, InterruptedException;
}
