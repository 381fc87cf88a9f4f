package io.patchwork.worker.relay;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.LeaseLost;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.QueueUnavailable;
import io.patchwork.common.queue.Route;
import io.patchwork.schema.id.Id;
import io.patchwork.worker.jobs.Headers;
import io.patchwork.worker.jobs.Lanes;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deliveries that an endpoint did not take: they rest in the retry queues of the lane {@code
 * relay}, and after the last attempt lie among the dead letters. Thread-safe.
 */
final class WebhookRetries {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookRetries.class);
  private static final String ATTEMPT = "x-patchwork-webhook-attempt";

  /** Of a dead letter. */
  private static final String REASON = "webhook_failed";

  /** Of a dead letter, in the detail. */
  private static final String GONE =
      "the endpoint answered 410 and is told nothing; enable it, and retry this";

  /** Between the endpoint's name and the event's id, in the id of a message. */
  private static final String SEPARATOR = " ";

  /** Whom the events are for. */
  interface Recipient {

    /** Whether it said that it wants no more. */
    boolean isDisabled();

    /** Whether it answers nothing at present. */
    boolean isAway();

    Attempt deliver(String id, byte[] body);

    /** Tells it nothing any more. */
    void disable();
  }

  private final JobQueue queue;
  private final int attempts;

  /**
   * Retries.
   *
   * @param attempts after the first, one for each retry delay
   */
  WebhookRetries(JobQueue queue, int attempts) {
    this.queue = queue;
    this.attempts = attempts;
  }

  /** Keeps an event after its first attempt. */
  void first(Endpoint endpoint, String id, byte[] body, String why) {
    Message message = new Message(endpoint.name() + SEPARATOR + id, body, Map.of());
    again(message, 0, why);
  }

  /** Keeps a message for its next attempt; after the last one it is a dead letter. */
  private void again(Message message, int step, String why) {
    if (step < attempts) {
      publish(
          new Route.Later(Lanes.RELAY, step),
          message.withHeader(ATTEMPT, Integer.toString(step + 1)));
    } else {
      bury(message, why);
    }
  }

  /** Makes a dead letter of a message, which operators can send again. */
  private void bury(Message message, String why) {
    LOG.atWarn().addKeyValue("message", message.id()).addKeyValue("why", why).log("dead letter");
    publish(
        new Route.Dead(),
        new Message(
            message.id(),
            message.body(),
            Map.of(
                JobQueue.LANE,
                Lanes.RELAY.name(),
                Headers.REASON,
                REASON,
                Headers.DETAIL,
                why,
                Headers.LETTER,
                Headers.letter(message.id()))));
  }

  private void publish(Route route, Message message) {
    try {
      queue.publish(route, message).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueueUnavailable("Interrupted while an event was kept for another attempt.", e);
    }
  }

  /**
   * Makes the next attempt of a message.
   *
   * @param recipients by name of the endpoint
   */
  void attempt(Delivery delivery, Function<Id, Optional<? extends Recipient>> recipients) {
    Message message = delivery.message();
    String[] parts = message.id().split(SEPARATOR, 2);
    Optional<? extends Recipient> recipient =
        parts.length == 2 && Id.isValid(parts[0])
            ? recipients.apply(new Id(parts[0]))
            : Optional.empty();
    try {
      if (recipient.isEmpty()) {
        bury(message, "the endpoint is not in the list of this relay; list it, and retry this");
      } else if (recipient.get().isDisabled()) {
        bury(message, GONE);
      } else {
        if (!isSettled(recipient.get(), parts[1], message)) {
          delivery.reject();
          return;
        }
      }
      delivery.ack();
    } catch (LeaseLost e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("lease lost");
    }
  }

  /** Makes an attempt; false where it was broken off and does not count. */
  private boolean isSettled(Recipient recipient, String id, Message message) {
    int step = step(message);
    if (recipient.isAway()) {
      // Not counted: whether it is back is found out with the log.
      publish(new Route.Later(Lanes.RELAY, Math.clamp(step - 1, 0, attempts - 1)), message);
      return true;
    }
    switch (recipient.deliver(id, message.body())) {
      case Attempt.Delivered _ -> {}
      case Attempt.Stopped _ -> {
        return false;
      }
      case Attempt.Gone _ -> {
        recipient.disable();
        bury(message, GONE);
      }
      case Attempt.Failed(String why, boolean _) -> again(message, step, why);
    }
    return true;
  }

  private static int step(Message message) {
    String text = message.headers().getOrDefault(ATTEMPT, "0");
    return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
  }
}
