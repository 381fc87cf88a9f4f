package io.patchwork.worker.console;

import com.fasterxml.jackson.annotation.JsonValue;
import io.patchwork.schema.event.Cost;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.job.JobKind;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A job as its events tell it.
 *
 * @param hash short digest of source and id, which no two jobs share
 * @param subject the asset, render or proposal that it makes
 * @param account for whom it was sent; its source where that is nobody else
 * @param accepted time of its message, or of the first event that was seen
 * @param attempt number of the last attempt, 0 before the first
 * @param percent progress of the stage
 * @param message why it failed, for a person
 */
public record JobState(
    String hash,
    String source,
    String id,
    @Nullable JobKind kind,
    @Nullable String subject,
    String account,
    State state,
    Instant accepted,
    @Nullable Instant started,
    @Nullable Instant ended,
    int attempt,
    @Nullable String worker,
    @Nullable String stage,
    @Nullable Integer percent,
    @Nullable FailureCode code,
    @Nullable String message,
    @Nullable Cost cost) {

  /** Where a job stands. */
  public enum State {
    WAITING,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether nothing more happens to it by itself. */
    public boolean isEnd() {
      return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
  }

  /** A job of which a first event was seen. */
  static JobState of(String hash, JobRef job, Instant at) {
    return new JobState(
        hash,
        job.source(),
        job.id().value(),
        job.kind(),
        job.subject(),
        job.account() == null ? job.source() : job.account(),
        State.WAITING,
        at,
        null,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The job as its record is found. */
  JobRef ref() {
    return new JobRef(new JobId(id), source, kind);
  }

  /** The job after an event; unchanged where the event tells nothing new. */
  JobState after(JobEvent event, Instant at) {
    return switch (event) {
      case JobEvent.Accepted _, JobEvent.LineageReported _, JobEvent.Forgotten _ -> this;
      case JobEvent.Started begun ->
          // A worker that speaks late is not heard; what begins after an end was sent again.
          isBefore(at)
              ? this
              : new JobState(
                  hash,
                  source,
                  id,
                  kind,
                  subject,
                  account,
                  State.RUNNING,
                  accepted,
                  at,
                  null,
                  begun.attempt(),
                  begun.worker(),
                  null,
                  null,
                  null,
                  null,
                  null);
      case JobEvent.Progressed progress ->
          isBefore(at) ? this : in(progress.stage(), percent(progress));
      case JobEvent.Completed completed -> ended(State.COMPLETED, at, null, null, completed.cost());
      case JobEvent.Failed failed ->
          isAnothers(failed)
              ? this
              : ended(State.FAILED, at, failed.code(), failed.message(), null);
      case JobEvent.Cancelled _ -> ended(State.CANCELLED, at, null, null, null);
    };
  }

  /** As it was before it ended, for its record to say how it did. */
  JobState begunAgain() {
    return new JobState(
        hash,
        source,
        id,
        kind,
        subject,
        account,
        started == null ? State.WAITING : State.RUNNING,
        accepted,
        started,
        null,
        attempt,
        worker,
        stage,
        percent,
        null,
        null,
        null);
  }

  /** What is true of it if it has no record: its end was taken back, because it is tried again. */
  JobState withoutRecord() {
    return state.isEnd() ? begunAgain() : this;
  }

  /** Whether it had ended by a time. */
  private boolean isBefore(Instant at) {
    return ended != null && !at.isAfter(ended);
  }

  /** Whether a failure is of another message under the id of a job that goes on or is done. */
  private boolean isAnothers(JobEvent.Failed failed) {
    boolean isOfMessage =
        switch (failed.code()) {
          case ID_REUSED, MALFORMED_MESSAGE, UNKNOWN_VERSION, MESSAGE_TOO_LARGE -> true;
          default -> false;
        };
    return state == State.COMPLETED
        || state == State.CANCELLED
        || (isOfMessage && state != State.WAITING);
  }

  private static int percent(JobEvent.Progressed progress) {
    return (int) (100 * progress.done() / Math.max(1, progress.total()));
  }

  private JobState in(String doing, int done) {
    return new JobState(
        hash,
        source,
        id,
        kind,
        subject,
        account,
        State.RUNNING,
        accepted,
        started,
        null,
        attempt,
        worker,
        doing,
        done,
        null,
        null,
        null);
  }

  private JobState ended(
      State end,
      Instant at,
      @Nullable FailureCode why,
      @Nullable String sentence,
      @Nullable Cost took) {
    return new JobState(
        hash, source, id, kind, subject, account, end, accepted, started, at, attempt, worker, null,
        null, why, sentence, took);
  }
}
