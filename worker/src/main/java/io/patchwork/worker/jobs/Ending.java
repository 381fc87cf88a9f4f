package io.patchwork.worker.jobs;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the work of a message ended, as it is recorded in the store.
 *
 * @param code of its failure; null where it did not fail
 * @param detail of its failure, for operators
 * @param telling publishes the events of the end
 * @param following publishes what else follows from it
 */
public record Ending(
    @Nullable FailureCode code, @Nullable String detail, Step telling, Step following) {

  /** Publishes messages. */
  @FunctionalInterface
  public interface Step {

    /** Publishes nothing. */
    Step NONE = outbox -> {};

    void to(Outbox outbox) throws Failure, InterruptedException;
  }

  /** An end that nothing follows from but its events. */
  public Ending(@Nullable FailureCode code, @Nullable String detail, Step telling) {
    this(code, detail, telling, Step.NONE);
  }

  /** An end that nobody is told of. */
  public static Ending silent() {
    return new Ending(null, null, Step.NONE);
  }

  /** The failure code of a message that is kept among the dead letters. */
  Optional<FailureCode> dead() {
    return Optional.ofNullable(code).filter(FailureCode::isKeptForOperators);
  }

  /** Publishes the events of the end and what else follows from it. */
  public void tell(Outbox outbox) throws Failure, InterruptedException {
    telling.to(outbox);
    following.to(outbox);
  }

  /** The same end, whose events others have told. */
  public Ending untold() {
    return new Ending(code, detail, Step.NONE, following);
  }

  /** The same end, from which something else follows. */
  public Ending then(Step step) {
    return new Ending(code, detail, telling, step);
  }
}
