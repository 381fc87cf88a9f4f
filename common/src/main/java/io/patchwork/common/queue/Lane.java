package io.patchwork.common.queue;

/**
 * A line of jobs that is worked on in order.
 *
 * @param name as in {@code interactive}; part of the queue's name
 * @param entrance who may put messages into it
 */
public record Lane(String name, Exchange entrance) {

  /** The exchanges that lead into lanes, so that a broker can grant each on its own. */
  public enum Exchange {
    /** Jobs that the outside sends. */
    JOBS("jobs"),
    /** Jobs that workers send each other. */
    INTERNAL("internal"),
    /** Notifications that a store sends about uploads, under any routing key. */
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
