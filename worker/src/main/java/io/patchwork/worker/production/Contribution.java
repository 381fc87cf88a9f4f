package io.patchwork.worker.production;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Product;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What one capability wants of a pass: a value. */
public interface Contribution {

  /** What it is called where something is told of it, as in "the storyboard". */
  String name();

  /** Whether the source is of use without it: then its failure is a warning. */
  boolean isOptional();

  /** What is better than nothing where it cannot be made, tried in order. */
  default List<Contribution> lesser() {
    return List.of();
  }

  /** Whether key frames are all that it needs of the picture: decoding those costs a tenth. */
  default boolean isOfKeyFrames() {
    return false;
  }

  /** What determines its outcome beside what it wants out of the pass; part of keys. */
  default String recipe() {
    return "";
  }

  /**
   * Frames that belong together in what it makes: a long source is cut between such groups.
   *
   * @param rate of the frames
   */
  default long group(FrameRate rate) {
    return 1;
  }

  /** What it wants out of the pass. */
  List<Product> products();

  /** Begins to make something of what will come out. */
  Harvest begin();

  /**
   * What was kept of a part of a long source.
   *
   * @param part that it was made of
   * @param files by their names, at hand in the job's {@code in} folder
   */
  record Kept(Part part, Map<String, Path> files) {
    public Kept {
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
        throw new IllegalStateException(name + " was not kept of " + part);
      }
      return file;
    }
  }

  /**
   * What is made of the outputs of one run; or, of a long source, of what many runs kept. For one
   * run.
   */
  interface Harvest {

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
     * Takes what was kept of a part, as if it had been heard here. Parts of the picture come in
     * their order.
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
}
