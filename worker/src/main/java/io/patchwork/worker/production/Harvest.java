package io.patchwork.worker.production;

import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What is made of the outputs of one run; or, of a long source, of what many runs kept. For one
 * run.
 */
public interface Harvest {

  /**
   * Hears an output that is a stream, while it is made.
   *
   * @param file the output's name
   */
  default void hear(String file, InputStream bytes) throws IOException {
    throw new IllegalStateException("nobody hears " + file);
  }

  /**
   * Keeps what was made of a part, for another harvest to take.
   *
   * @return outputs, by their names
   * @throws Failure.BadMedia if they are not what they must be
   */
  default List<String> keep(Part part, Bench bench) throws Failure, InterruptedException {
    throw new IllegalStateException("nothing of this is made of " + part);
  }

  /**
   * Takes what was kept of a part, as if it had been heard here. Parts of the picture come in their
   * order.
   *
   * @throws IOException if it cannot be read
   */
  default void take(Kept kept, Bench bench) throws IOException, Failure {
    throw new IllegalStateException("nothing of this is made of " + kept.part());
  }

  /**
   * What the outputs are, once they are there.
   *
   * @throws Failure.BadMedia if they are not what they must be
   */
  Findings collect(Bench bench) throws Failure, InterruptedException;
}
