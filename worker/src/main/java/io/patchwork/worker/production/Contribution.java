package io.patchwork.worker.production;

import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Product;
import java.nio.file.Path;
import java.util.List;

/** What one capability wants of a pass, and what it makes of the files that come out. */
public interface Contribution {

  /** The files that it wants. */
  List<Product> products();

  /**
   * What the files are, once they are there.
   *
   * @param out the folder that holds them
   */
  Findings collect(Path out, Shelf shelf) throws Failure, InterruptedException;
}
