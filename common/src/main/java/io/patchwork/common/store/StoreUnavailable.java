package io.patchwork.common.store;

import org.jspecify.annotations.Nullable;

/** The store cannot be reached, or refuses for a reason of its own; later may be better. */
public final class StoreUnavailable extends RuntimeException {

  public StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
