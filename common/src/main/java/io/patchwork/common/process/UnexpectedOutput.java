package io.patchwork.common.process;

import java.io.IOException;
import java.nio.file.Path;

/** A child left something else than a file of the expected size; no fault of the disk. */
public final class UnexpectedOutput extends IOException {

  private static final long serialVersionUID = 1;

  UnexpectedOutput(Path file, String what) {
    super(file + " " + what);
  }
}
