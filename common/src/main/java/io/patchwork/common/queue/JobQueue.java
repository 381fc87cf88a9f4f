package io.patchwork.common.queue;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Lanes of jobs with at-least-once delivery. Publishing is confirmed: a receipt is good only when
 * the message is safe and has a place. Thread-safe.
 */
public interface JobQueue extends AutoCloseable {

  /** The header in which the broker's own dead-lettering leaves the lane's name. */
  String LANE = "x-patchwork-lane";

  /** Sends a message; the receipt tells when it is safe. */
  PublishConfirm publish(Route route, Message message);

  /** Sends an event that may be lost. */
  void publishUnconfirmed(Route.Event route, Message message);

  /**
   * Hands out messages of a lane, at most {@code slots} unsettled at once, each on a thread of its
   * own. Goes on over lost sessions.
   */
  Subscription consume(Lane lane, int slots, Consumer<Delivery> handler);

  /**
   * Listens to events from now on, in order; best effort over lost sessions.
   *
   * @param pattern of routing keys, {@code *} for a word and {@code #} for any
   */
  Subscription subscribeEvents(String pattern, Consumer<Message> handler);

  /** Hears what is said to all workers, from now on. */
  Subscription subscribeBroadcasts(Consumer<Message> handler);

  /** All dead letters, oldest first, left where they are. */
  List<DeadLetter> deadLetters();

  /**
   * Deals with dead letters: those that {@code handled} is true of are gone, all others stay. It is
   * asked once for each, and must have done what is to be done when it answers.
   */
  void resolveDeadLetters(Predicate<DeadLetter> handled);

  /** Messages that wait in a lane. */
  long depth(Lane lane);

  /**
   * Proves that the broker can be reached.
   *
   * @throws QueueUnavailable if not, with a sentence
   */
  void check();

  /** What the broker is, for people. */
  String version();

  @Override
  void close();
}
