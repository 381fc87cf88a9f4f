package io.patchwork.worker.timelineimport;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Import of a timeline or of a file that it names failed; the message is a sentence for a person.
 */
public final class ImportFailed extends Exception {

  private final @Nullable FailureCode code;

  private ImportFailed(@Nullable FailureCode code, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  ImportFailed(FailureCode code, String sentence) {
    this(code, sentence, null);
  }

  /** From a failure of FFmpeg or of a work folder. */
  static ImportFailed of(Failure failure, String what) {
    return new ImportFailed(failure.code(), what + failure.sentence(), failure);
  }

  /** For a file that cannot be read. */
  static ImportFailed unreadable(String what, IOException cause) {
    return new ImportFailed(null, what + ": " + cause.getMessage(), cause);
  }

  /** For a media reference that names no file, object or asset. */
  static ImportFailed unusable(String url) {
    return new ImportFailed(
        FailureCode.MISSING_MEDIA,
        "The timeline names \""
            + url
            + "\", which is not a file, object or asset; relink the"
            + " clip.");
  }

  /** For a file whose ingest was cancelled. */
  static ImportFailed cancelled(String url) {
    return new ImportFailed(null, "The ingest of " + url + " was cancelled.", null);
  }

  /** The failure code; empty for a disk error of this machine or a cancellation. */
  public Optional<FailureCode> code() {
    return Optional.ofNullable(code);
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
