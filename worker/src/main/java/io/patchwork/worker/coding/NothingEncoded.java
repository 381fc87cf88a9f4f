package io.patchwork.worker.coding;

import java.io.IOException;
import java.nio.file.Path;

/** A file of ours was written to its end and there is nothing in it: nothing could be decoded. */
public final class NothingEncoded extends IOException {
  public NothingEncoded(Path file) {
    super("nothing in " + file.getFileName());
  }
}
