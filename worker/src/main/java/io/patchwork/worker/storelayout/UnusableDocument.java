package io.patchwork.worker.storelayout;

import io.patchwork.schema.event.FailureCode;
import org.jspecify.annotations.Nullable;

/**
 * A document that cannot be read from the store, or may not be kept in it; its message is a
 * sentence for the sender of a job.
 */
public final class UnusableDocument extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final FailureCode code;

  UnusableDocument(FailureCode code, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  public FailureCode code() {
    return code;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
