package io.patchwork.common.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a broker delivers and takes messages. */
public enum BrokerState {
  OPEN(null),
  /** It delivers to nobody who would have to publish. */
  BLOCKED("The broker is short of memory or disk and takes no messages."),
  AWAY("The broker cannot be reached.");

  private final @Nullable String sentence;

  BrokerState(@Nullable String sentence) {
    this.sentence = sentence;
  }

  /** Why nothing is delivered, for people; empty if it is. */
  public Optional<String> sentence() {
    return Optional.ofNullable(sentence);
  }
}
