package io.patchwork.worker.production;

import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Product;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

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

  /** What it wants out of the pass. */
  List<Product> products();

  /** Begins to make something of what will come out. */
  Harvest begin();

  /** What is made of the outputs of one run. For one run. */
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
     * What the outputs are, once they are there.
     *
     * @throws Failure.BadMedia if they are not what they must be
     */
    Findings collect(Bench bench) throws Failure, InterruptedException;
  }
}
