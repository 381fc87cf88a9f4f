package io.patchwork.schema.wire;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A message breaks the contract; with all violations, and its identity where that could be read.
 */
public final class InvalidMessage extends Exception {

  private final FailureCode code;
  private final List<Violation> violations;
  private final @Nullable JobRef ref;
  private final @Nullable Instant sent;

  InvalidMessage(
      FailureCode code, List<Violation> violations, @Nullable JobRef ref, @Nullable Instant sent) {
    super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
    this.code = code;
    this.violations = List.copyOf(violations);
    this.ref = ref;
    this.sent = sent;
  }

  public FailureCode code() {
    return code;
  }

  public List<Violation> violations() {
    return violations;
  }

  /** The job that it was meant to be, for a failed event to its sender. */
  public Optional<JobRef> ref() {
    return Optional.ofNullable(ref);
  }

  /** The message's own time. */
  public Optional<Instant> sent() {
    return Optional.ofNullable(sent);
  }
}
