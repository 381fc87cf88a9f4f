package io.patchwork.worker.timelineimport;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A timeline or a file that it names cannot be imported; the sentence says what to do. */
public final class ImportFailed extends Exception {

  private final @Nullable FailureCode code;

  private ImportFailed(@Nullable FailureCode code, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  ImportFailed(FailureCode code, String sentence) {
    this(code, sentence, null);
  }

  /** What FFmpeg or a worker's own parts could not do. */
  static ImportFailed of(Failure failure, String what) {
    return new ImportFailed(failure.code(), what + failure.sentence(), failure);
  }

  /** A file of this machine cannot be read. */
  static ImportFailed unreadable(String what, IOException cause) {
    return new ImportFailed(null, what + ": " + cause.getMessage(), cause);
  }

  /** The timeline names something that is no address of anything. */
  static ImportFailed unusable(String url) {
    return new ImportFailed(
        FailureCode.MISSING_MEDIA,
        "The timeline names \""
            + url
            + "\", which is not a file, object or asset; relink the"
            + " clip.");
  }

  /** The ingest of a file was cancelled. */
  static ImportFailed cancelled(String url) {
    return new ImportFailed(null, "The ingest of " + url + " was cancelled.", null);
  }

  /** The public code; none where this machine's disk or a cancellation is the reason. */
  public Optional<FailureCode> code() {
    return Optional.ofNullable(code);
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
