package io.patchwork.common.queue;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A job queue with at-least-once delivery. Publishing is confirmed: a confirm succeeds only when
 * the broker has stored the message in a queue. Thread-safe.
 */
public interface JobQueue extends AutoCloseable {

  /** The header that holds the lane's name on a dead letter. */
  String LANE = "x-patchwork-lane";

  /** Publishes a message; the result completes when the broker has stored it. */
  PublishConfirm publish(Route route, Message message);

  /** Publishes an event that may be lost. */
  void publishUnconfirmed(Route.Event route, Message message);

  /**
   * Delivers messages of a lane, at most {@code slots} unacknowledged at once, each on a thread of
   * its own. Survives lost sessions.
   */
  Subscription consume(Lane lane, int slots, Consumer<Delivery> handler);

  /**
   * Subscribes to events from now on, in order; events during a lost session may be missed.
   *
   * @param pattern of routing keys, {@code *} for a word and {@code #} for any
   */
  Subscription subscribeEvents(String pattern, Consumer<Message> handler);

  /**
   * Replays the events of the event log and goes on with those that follow, in order, each once the
   * handler is done with the one before. The handler may wait for as long as it likes. Survives
   * lost sessions without a gap; the event in hand may come twice. A handler that throws is given
   * its event again, after a pause.
   */
  Subscription replayEvents(LogStart from, Consumer<LoggedEvent> handler);

  /** Subscribes to broadcasts to all workers, from now on. */
  Subscription subscribeBroadcasts(Consumer<Message> handler);

  /**
   * Asks all workers something, and collects what they answer within a time; a worker that is away
   * or slower does not answer.
   *
   * @param question makes the broadcast for the address of its {@link Route.Answer}
   */
  List<Message> ask(Function<String, Message> question, Duration within)
      throws InterruptedException;

  /** All dead letters, oldest first, without removing them. */
  List<DeadLetter> deadLetters();

  /**
   * Removes the dead letters for which {@code handled} returns true; all others stay. It is called
   * once for each and must have finished its work when it returns.
   */
  void resolveDeadLetters(Predicate<DeadLetter> handled);

  /** The number of messages that wait in a lane. */
  long depth(Lane lane);

  /**
   * How much there is to do in all lanes.
   *
   * @throws QueueUnavailable if the broker cannot be asked
   */
  Backlog backlog();

  /**
   * Checks that the broker can be reached.
   *
   * @throws QueueUnavailable if not, with a sentence as its message
   */
  void check();

  /** Whether the broker delivers and takes messages at present. */
  BrokerState state();

  /** The broker's product and version, for people. */
  String version();

  @Override
  void close();
}
