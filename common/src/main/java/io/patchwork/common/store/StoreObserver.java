package io.patchwork.common.store;

import java.time.Duration;

/** Hears of every request to a store over the network. */
public interface StoreObserver {

  /** Hears nothing. */
  StoreObserver NONE =
      new StoreObserver() {
        @Override
        public void answered(String operation, Duration took) {}

        @Override
        public void failed(String operation, int status) {}

        @Override
        public void isAhead(Duration skew) {}
      };

  /**
   * A request has its answer.
   *
   * @param operation by its name in the S3 API, as in {@code GetObject}
   * @param took tries of the client included
   */
  void answered(String operation, Duration took);

  /**
   * A request failed, after all tries of the client.
   *
   * @param status of HTTP; 0 for no answer
   */
  void failed(String operation, int status);

  /** How far the store's clock was ahead of ours when it answered; to the second. */
  void isAhead(Duration skew);
}
