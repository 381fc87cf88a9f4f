package io.patchwork.worker.jobs;

import io.patchwork.schema.event.FailureCode;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the work of a message ended, as it is recorded in the store.
 *
 * @param code of its failure; null where it did not fail
 * @param detail of its failure, for operators
 * @param telling publishes the events of the end
 */
public record Ending(
    @Nullable FailureCode code, @Nullable String detail, Consumer<Outbox> telling) {

  /** An end that nobody is told of. */
  public static Ending silent() {
    return new Ending(null, null, outbox -> {});
  }

  /** The failure code of a message that is kept among the dead letters. */
  Optional<FailureCode> dead() {
    return Optional.ofNullable(code).filter(FailureCode::isKeptForOperators);
  }

  /** Publishes the events of the end. */
  public void tell(Outbox outbox) {
    telling.accept(outbox);
  }
}
