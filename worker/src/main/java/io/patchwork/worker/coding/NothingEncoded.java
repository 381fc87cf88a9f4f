package io.patchwork.worker.coding;

import io.patchwork.worker.failure.UnexpectedContent;
import java.nio.file.Path;

/** A file of ours was written to its end and there is nothing in it: nothing could be decoded. */
public final class NothingEncoded extends UnexpectedContent {

  private static final long serialVersionUID = 1;

  public NothingEncoded(Path file) {
    super("nothing in " + file.getFileName());
  }
}
