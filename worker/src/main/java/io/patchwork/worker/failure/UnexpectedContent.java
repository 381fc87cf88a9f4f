package io.patchwork.worker.failure;

import java.io.IOException;

/** A file can be read, and what it holds is not what it should hold. */
public class UnexpectedContent extends IOException {

  private static final long serialVersionUID = 1;

  public UnexpectedContent(String message) {
    super(message);
  }
}
