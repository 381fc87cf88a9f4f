package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.Message;
import io.patchwork.schema.id.Sha256;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The message headers of Patchwork. */
public final class Headers {

  /** Number of the attempt, from 1; the broker's own count restarts at every hop. */
  public static final String ATTEMPT = "x-patchwork-attempt";

  /** Set on a message that a draining worker requeued: the job may have begun before. */
  public static final String REQUEUED = "x-patchwork-again";

  /** Number of deliveries that nobody ended, before the message was published anew. */
  public static final String LOST = "x-patchwork-lost";

  /** Number of processes that died in quarantine with this message. */
  public static final String CRASHES = "x-patchwork-crashes";

  /** Of a dead letter: the public failure code. */
  public static final String REASON = "x-patchwork-reason";

  /** Of a dead letter: technical detail for operators. */
  public static final String DETAIL = "x-patchwork-detail";

  /** Of a dead letter: its id for operators, the same for all letters of one failed job. */
  public static final String LETTER = "x-patchwork-letter";

  /** Of a dead letter: the violations of the schema, one per line. */
  public static final String VIOLATIONS = "x-patchwork-violations";

  /** When a worker sent a message to its lane, in milliseconds of the epoch. */
  public static final String SENT_AT = "x-patchwork-sent-at";

  private static final int LETTER_LENGTH = 12;
  private static final int MAX_LENGTH = 4096;

  private Headers() {}

  static int attempt(Message message) {
    return Math.max(1, number(message, ATTEMPT, 1));
  }

  static int number(Message message, String header, int fallback) {
    String value = message.headers().getOrDefault(header, "");
    return value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : fallback;
  }

  /** When a worker sent a message to its lane; empty for one of a client's. */
  static Optional<Instant> sentAt(Message message) {
    return Optional.ofNullable(message.headers().get(SENT_AT))
        .filter(millis -> millis.matches("[0-9]{1,15}"))
        .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)));
  }

  /** Whether a worker may have begun or ended the work of a message before. */
  public static boolean mayHaveBegun(Delivery delivery) {
    return delivery.count() > 1
        || attempt(delivery.message()) > 1
        || delivery.message().headers().containsKey(REQUEUED)
        || delivery.message().headers().containsKey(LOST);
  }

  /** A short digest of what a dead letter is about, by which operators name it. */
  public static String letter(String about) {
    return Sha256.of(about).hex().substring(0, LETTER_LENGTH);
  }

  static String bounded(String value) {
    return value.length() <= MAX_LENGTH ? value : value.substring(0, MAX_LENGTH) + "…";
  }

  /** The message as it was first sent, without the headers added on its way. */
  public static Message fresh(Message dead) {
    return new Message(dead.id(), dead.body(), Map.of());
  }
}
