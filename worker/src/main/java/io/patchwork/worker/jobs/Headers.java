package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Message;
import java.util.Map;

/** Our headers: the few facts about a message that are not part of it. */
public final class Headers {

  /** Which try of the retry ladder this is, from 1; the broker's own count dies at every hop. */
  public static final String ATTEMPT = "x-patchwork-attempt";

  /** On a message that a draining worker put back: somebody has begun this before. */
  public static final String REQUEUED = "x-patchwork-again";

  /** Of a dead letter: the public code. */
  public static final String REASON = "x-patchwork-reason";

  /** Of a dead letter: what operators should know. */
  public static final String DETAIL = "x-patchwork-detail";

  /** Of a dead letter: where the message breaks the contract, a line each. */
  public static final String VIOLATIONS = "x-patchwork-violations";

  private static final int MAX_LENGTH = 4096;

  private Headers() {}

  static int attempt(Message message) {
    String value = message.headers().getOrDefault(ATTEMPT, "1");
    return value.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(value) : 1;
  }

  static String bounded(String value) {
    return value.length() <= MAX_LENGTH ? value : value.substring(0, MAX_LENGTH) + "…";
  }

  /** The message as it was when it was sent: none of the headers that came on its way. */
  public static Message fresh(Message dead) {
    return new Message(dead.id(), dead.body(), Map.of());
  }
}
