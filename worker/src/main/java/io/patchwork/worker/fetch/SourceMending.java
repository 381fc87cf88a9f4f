package io.patchwork.worker.fetch;

import io.patchwork.worker.failure.Failure;
import java.nio.file.Path;

/** A copy of an original in which something is changed that decoders do not take well. */
interface SourceMending {

  /** Writes the copy. */
  void mend(Path source, Path target) throws Failure;
}
