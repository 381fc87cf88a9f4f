package io.patchwork.worker.failure;

import java.io.IOException;

/** A file is readable, but its content is not as expected. */
public class UnexpectedContent extends IOException {

  private static final long serialVersionUID = 1;

  public UnexpectedContent(String message) {
    super(message);
  }
}
