package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.wire.Violation;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.failure.Failure.BadMedia;
import io.patchwork.worker.failure.Failure.Cancelled;
import io.patchwork.worker.failure.Failure.Crashed;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.failure.Failure.Interrupted;
import io.patchwork.worker.failure.Failure.LostLease;
import io.patchwork.worker.failure.Failure.Malformed;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.failure.Failure.Unavailable;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a message whose job failed; no other class does. */
final class DeliveryOutcomes {

  private static final int TRIES_OF_A_CRASHER = 2;

  private final Events events;
  private final int retryDelays;

  /**
   * Creates the outcomes.
   *
   * @param retryDelays number of retry delays, that is, how often an unavailable job is tried again
   */
  DeliveryOutcomes(Events events, int retryDelays) {
    this.events = events;
    this.retryDelays = retryDelays;
  }

  /**
   * Sends the messages that follow from a failure, waits for their confirms, and acknowledges or
   * rejects the message.
   *
   * @param assignment null where the message could not be read
   * @return the outcome's label in metrics
   */
  String apply(Delivery delivery, @Nullable WorkItem assignment, Failure failure, Outbox outbox)
      throws Failure, InterruptedException {
    int attempt = Headers.attempt(delivery.message());
    String outcome =
        switch (failure) {
          case Malformed malformed -> {
            malformed
                .ref()
                .map(ref -> failed(malformed, ref))
                .ifPresent(event -> outbox.publish(events.once(event)));
            deadLetter(delivery, malformed, outbox);
            yield "malformed";
          }
          case Refused refused -> end(assignment, refused, outbox, "refused");
          case BadMedia bad -> end(assignment, bad, outbox, "bad_media");
          case Crashed crashed -> {
            if (attempt < TRIES_OF_A_CRASHER) {
              retryLater(delivery, assignment, attempt, outbox);
              yield "retried";
            }
            yield end(
                assignment,
                new BadMedia(crashed.code(), crashed.sentence(), crashed.detail()),
                outbox,
                "crashed");
          }
          case Unavailable unavailable -> {
            if (attempt <= retryDelays) {
              retryLater(delivery, assignment, attempt, outbox);
              yield "retried";
            }
            String dead = end(assignment, unavailable, outbox, "dead");
            // After the record is written: a job whose end cannot be recorded is no dead letter
            // yet.
            deadLetter(delivery, unavailable, outbox);
            yield dead;
          }
          case LostLease _ -> "lease_lost";
          case Interrupted _ -> {
            requeue(delivery, outbox);
            yield "interrupted";
          }
          case Cancelled _ -> {
            // The job may have been sent anew in the meantime.
            if (assignment != null && !assignment.isOver(outbox)) {
              requeue(delivery, outbox);
            }
            yield "cancelled";
          }
          case Fault fault -> {
            String dead = end(assignment, fault, outbox, "fault");
            deadLetter(delivery, fault, outbox);
            yield dead;
          }
        };
    if (!(failure instanceof LostLease)) {
      outbox.flush();
      delivery.ack();
    }
    return outcome;
  }

  private static String end(
      @Nullable WorkItem assignment, Failure failure, Outbox outbox, String outcome) {
    if (assignment != null) {
      assignment.fail(failure, outbox);
    }
    return outcome;
  }

  /** Requeues the message without counting an attempt; the job may be half done. */
  private static void requeue(Delivery delivery, Outbox outbox) {
    Message again = delivery.message().withHeader(Headers.REQUEUED, "true");
    outbox.send(new Route.ToLane(delivery.lane()), again);
  }

  private static void retryLater(
      Delivery delivery, @Nullable WorkItem assignment, int attempt, Outbox outbox) {
    Message next = delivery.message().withHeader(Headers.ATTEMPT, Integer.toString(attempt + 1));
    if (assignment != null) {
      for (var header : assignment.beforeRetry(outbox).entrySet()) {
        next = next.withHeader(header.getKey(), header.getValue());
      }
    }
    outbox.send(new Route.Later(delivery.lane(), attempt - 1), next);
  }

  private static void deadLetter(Delivery delivery, Failure failure, Outbox outbox) {
    Message deadMessage =
        delivery
            .message()
            .withHeader(JobQueue.LANE, delivery.lane().name())
            .withHeader(Headers.REASON, failure.code().wireName())
            .withHeader(
                Headers.DETAIL,
                Headers.bounded(
                    Optional.ofNullable(failure.detail()).orElseGet(failure::sentence)));
    if (failure instanceof Malformed malformed) {
      deadMessage =
          deadMessage.withHeader(
              Headers.VIOLATIONS,
              Headers.bounded(
                  malformed.violations().stream()
                      .map(Violation::toString)
                      .collect(Collectors.joining("\n"))));
    }
    outbox.send(new Route.Dead(), deadMessage);
  }

  private static JobEvent failed(Malformed failure, io.patchwork.schema.event.JobRef ref) {
    return new JobEvent.Failed(
        ref,
        failure.code(),
        failure.sentence(),
        null,
        failure.violations().stream().map(Violation::toString).toList());
  }
}
