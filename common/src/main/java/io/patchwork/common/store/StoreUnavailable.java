package io.patchwork.common.store;

import org.jspecify.annotations.Nullable;

/** The store cannot be reached, or refuses the request; a later retry may succeed. */
public final class StoreUnavailable extends RuntimeException {

  public StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
