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

  private void again(Message message, int step, String why) {
    try {
      if (step < attempts) {
        queue
            .publish(
                new Route.Later(Lanes.RELAY, step),
                message.withHeader(ATTEMPT, Integer.toString(step + 1)))
            .await();
        return;
      }
      LOG.atWarn().addKeyValue("message", message.id()).addKeyValue("why", why).log("dead letter");
      queue
          .publish(
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
                      Headers.letter(message.id()))))
          .await();
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
      if (recipient.isPresent() && !recipient.get().isDisabled()) {
        attempt(recipient.get(), parts[1], message);
      } else {
        // The endpoint is listed no more, or wants no more.
        LOG.atInfo().addKeyValue("message", message.id()).log("webhook dropped");
      }
      delivery.ack();
    } catch (LeaseLost e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("lease lost");
    }
  }

  private void attempt(Recipient recipient, String id, Message message) {
    int step = step(message);
    if (recipient.isAway()) {
      // Not counted: whether it is back is found out with the log.
      again(message, Math.min(step, attempts - 1), "the endpoint is away");
      return;
    }
    switch (recipient.deliver(id, message.body())) {
      case Attempt.Delivered _ -> {}
      case Attempt.Gone _ -> recipient.disable();
      case Attempt.Failed(String why) -> again(message, step, why);
    }
  }

  private static int step(Message message) {
    String text = message.headers().getOrDefault(ATTEMPT, "0");
    return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
  }
}
