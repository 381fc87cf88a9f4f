package io.patchwork.common.queue;

/**
 * A queue of one kind of work.
 *
 * @param name as in {@code interactive}; part of the queue's name
 * @param entrance the exchange through which messages enter it
 */
public record Lane(String name, Exchange entrance) {

  /** The exchanges that lead into lanes, so that a broker can grant access to each separately. */
  public enum Exchange {
    /** Jobs of clients. */
    JOBS("jobs"),
    /** Jobs of operators that delete. */
    DELETION("deletion"),
    /** Tasks from worker to worker. */
    INTERNAL("internal"),
    /** Upload notifications of a store, under any routing key. */
    UPLOADS("uploads");

    private final String exchange;

    Exchange(String exchange) {
      this.exchange = exchange;
    }

    String exchange() {
      return exchange;
    }
  }
}
