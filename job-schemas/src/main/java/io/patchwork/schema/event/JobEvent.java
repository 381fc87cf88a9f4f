package io.patchwork.schema.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event of a job: the {@code data} of an event message. */
public sealed interface JobEvent {

  JobRef job();

  /** An event that ends a job. */
  sealed interface Terminal extends JobEvent permits Completed, Failed, Cancelled {}

  default EventKind kind() {
    return switch (this) {
      case Accepted _ -> EventKind.ACCEPTED;
      case Started _ -> EventKind.STARTED;
      case Progressed _ -> EventKind.PROGRESSED;
      case Completed _ -> EventKind.COMPLETED;
      case Failed _ -> EventKind.FAILED;
      case Cancelled _ -> EventKind.CANCELLED;
      case LineageReported _ -> EventKind.LINEAGE;
      case Forgotten _ -> EventKind.FORGOTTEN;
    };
  }

  /** The record of a kind. */
  static Class<? extends JobEvent> record(EventKind kind) {
    return switch (kind) {
      case ACCEPTED -> Accepted.class;
      case STARTED -> Started.class;
      case PROGRESSED -> Progressed.class;
      case COMPLETED -> Completed.class;
      case FAILED -> Failed.class;
      case CANCELLED -> Cancelled.class;
      case LINEAGE -> LineageReported.class;
      case FORGOTTEN -> Forgotten.class;
    };
  }

  /** The job was read and is valid. */
  record Accepted(JobRef job) implements JobEvent {}

  /**
   * A worker started the job; with {@code attempt} above 1, again.
   *
   * @param worker a name of the worker for operators
   */
  record Started(JobRef job, int attempt, String worker) implements JobEvent {}

  /**
   * Progress of a job; best effort, at most one a second.
   *
   * @param stage {@code fetch}, {@code encode} or {@code render}
   * @param done in {@code total}'s unit, never above it
   */
  record Progressed(JobRef job, String stage, long done, long total) implements JobEvent {}

  /**
   * The job succeeded; everything that it asked for is stored.
   *
   * @param cost what making the result took; of a render that was there already, what it took then;
   *     absent where nobody metered it
   */
  record Completed(JobRef job, Result result, @Nullable Cost cost) implements Terminal {

    /** The same of which nobody has metered the cost. */
    public Completed(JobRef job, Result result) {
      this(job, result, null);
    }
  }

  /**
   * The job failed for good.
   *
   * @param message for the person who sent the job: what is wrong and what to do
   * @param detail for operators
   * @param violations where the message was malformed
   */
  record Failed(
      JobRef job,
      FailureCode code,
      String message,
      @Nullable String detail,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> violations)
      implements Terminal {

    @SuppressWarnings("nullness") // an absent list arrives as null from the wire
    public Failed {
      violations = violations == null ? List.of() : List.copyOf(violations);
    }
  }

  /** The job was cancelled. */
  record Cancelled(JobRef job) implements Terminal {}

  /**
   * The lineage of a render; documents of up to 32 KiB are inside the event.
   *
   * @param key key of the document in the store
   */
  record LineageReported(
      JobRef job, Id render, String key, Sha256 sha256, @Nullable Lineage lineage)
      implements JobEvent {}

  /**
   * Objects were deleted for good; whoever has copies of them deletes these too.
   *
   * @param key of the report, which lists all keys that were deleted
   * @param sha256 digest of the report
   * @param objects number of objects that were deleted
   */
  record Forgotten(JobRef job, String key, Sha256 sha256, long objects) implements JobEvent {}
}
