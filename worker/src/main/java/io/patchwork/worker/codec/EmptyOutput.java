package io.patchwork.worker.codec;

import io.patchwork.worker.failure.UnexpectedContent;
import java.nio.file.Path;

/** One of our own files is complete but has no media in it: nothing could be decoded. */
public final class EmptyOutput extends UnexpectedContent {

  private static final long serialVersionUID = 1;

  public EmptyOutput(Path file) {
    super("nothing in " + file.getFileName());
  }
}
