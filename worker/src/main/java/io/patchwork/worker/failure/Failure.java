package io.patchwork.worker.failure;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.JobId;
import io.patchwork.schema.wire.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a job failed. The subclass decides what becomes of the message ({@code
 * jobs.DeliveryOutcomes}); code and message are for the sender of the job, cause and detail for
 * operators.
 */
public abstract sealed class Failure extends Exception {

  private final FailureCode code;
  private final @Nullable String detail;

  Failure(FailureCode code, String message, @Nullable String detail, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.detail = detail;
  }

  public FailureCode code() {
    return code;
  }

  /** The message for the sender of the job. */
  public String sentence() {
    return String.valueOf(getMessage());
  }

  /** Technical detail for operators. */
  public @Nullable String detail() {
    return detail;
  }

  /** The message breaks the contract: dead letter, never retried. */
  public static final class Malformed extends Failure {
    private final List<Violation> violations;
    private final @Nullable JobRef ref;
    private final @Nullable Instant sent;

    /**
     * A failure of a message that is not even JSON, or no job's.
     *
     * @param ref the job that it was meant to be, where it could be read
     * @param sent the message's own time, where it could be read
     */
    public Malformed(
        FailureCode code,
        List<Violation> violations,
        @Nullable JobRef ref,
        @Nullable Instant sent,
        Throwable cause) {
      super(
          code,
          "The message breaks the contract in "
              + (violations.size() == 1 ? "one place" : violations.size() + " places")
              + "; correct it and send it again.",
          String.valueOf(cause.getMessage()),
          cause);
      this.violations = List.copyOf(violations);
      this.ref = ref;
      this.sent = sent;
    }

    public List<Violation> violations() {
      return violations;
    }

    public Optional<JobRef> ref() {
      return Optional.ofNullable(ref);
    }

    public Optional<Instant> sent() {
      return Optional.ofNullable(sent);
    }
  }

  /** A valid job that is not done, by policy or because it names something that does not exist. */
  public static final class Refused extends Failure {
    public Refused(FailureCode code, String message) {
      super(code, message, null, null);
    }

    /** The id of a job was used for another job. */
    public static Refused idReused(JobId id) {
      return new Refused(
          FailureCode.ID_REUSED,
          "The id " + id + " was used for another job before; send this one under a new id.");
    }
  }

  /** The media cannot be used. */
  public static final class BadMedia extends Failure {
    public BadMedia(FailureCode code, String message, @Nullable String detail) {
      super(code, message, detail, null);
    }
  }

  /** The child process crashed or hung on this input: retried once, then treated as bad media. */
  public static final class Crashed extends Failure {
    public Crashed(String detail) {
      super(
          FailureCode.CRASHED_REPEATEDLY,
          "FFmpeg or the document reader crashed twice on this file; export it again from the"
              + " program that made it.",
          detail,
          null);
    }
  }

  /**
   * A service is unreachable or a disk is full: retried later, and no new jobs until a check
   * passes.
   */
  public static final class Unavailable extends Failure {
    public Unavailable(FailureCode code, String message, @Nullable Throwable cause) {
      super(code, message, cause == null ? null : String.valueOf(cause.getMessage()), cause);
    }
  }

  /** The broker has given the job to another worker. */
  public static final class LostLease extends Failure {
    public LostLease() {
      super(FailureCode.BROKER_UNAVAILABLE, "The broker took the job back.", null, null);
    }
  }

  /** This worker is draining: the job is requeued unchanged. */
  public static final class Interrupted extends Failure {
    public Interrupted() {
      super(FailureCode.INTERNAL, "The worker is stopping.", null, null);
    }
  }

  /** The job was cancelled. */
  public static final class Cancelled extends Failure {
    public Cancelled() {
      super(FailureCode.INTERNAL, "The job was cancelled.", null, null);
    }
  }

  /** A defect of ours. */
  public static final class Fault extends Failure {
    public Fault(String detail, @Nullable Throwable cause) {
      this(
          FailureCode.INTERNAL,
          "The cluster has a defect; your job is not at fault. Its message is among the dead letters:"
              + " ask the operators to retry it.",
          detail,
          cause);
    }

    private Fault(FailureCode code, String message, String detail, @Nullable Throwable cause) {
      super(code, message, detail, cause);
    }

    /** A job that twice killed a process of its own. */
    public static Fault poison(String how) {
      return new Fault(
          FailureCode.POISON,
          "This job crashed the program each time it was started, also alone; its message is among"
              + " the dead letters. Send another file, or ask the operators.",
          how,
          null);
    }

    /** A job whose workers were lost again and again, for whatever reason. */
    public static Fault workerLost(int times) {
      return new Fault(
          FailureCode.WORKER_LOST,
          "Every worker that had this job was lost before it ended, for whatever reason; its message"
              + " is among the dead letters: ask the operators to retry it.",
          "delivered " + times + " times, and never ended",
          null);
    }
  }
}
