package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Delivery;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.event.JobEvent;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
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
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a message whose job failed; no other class does. */
final class DeliveryOutcomes {

  /** Outcomes through a fault of ours or of a service. */
  static final Set<String> FAULTS = Set.of("fault", "dead");

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
   * @param item null where the message could not be read
   * @return the outcome's label in metrics
   */
  String apply(Delivery delivery, @Nullable WorkItem item, Failure failure, Outbox outbox)
      throws Failure, InterruptedException {
    int attempt = Headers.attempt(delivery.message());
    String outcome =
        switch (failure) {
          case Malformed malformed -> {
            bury(
                delivery, Optional.empty(), malformed.code(), detail(malformed), malformed, outbox);
            malformed.ref().ifPresent(ref -> outbox.publish(failed(delivery, malformed, ref)));
            yield "malformed";
          }
          case Refused refused -> end(delivery, item, refused, outbox, "refused");
          case BadMedia bad -> end(delivery, item, bad, outbox, "bad_media");
          case Crashed crashed -> {
            if (attempt < TRIES_OF_A_CRASHER) {
              retryLater(delivery, item, attempt, outbox);
              yield "retried";
            }
            yield end(
                delivery,
                item,
                new BadMedia(crashed.code(), crashed.sentence(), crashed.detail()),
                outbox,
                "crashed");
          }
          case Unavailable unavailable -> {
            if (attempt <= retryDelays) {
              retryLater(delivery, item, attempt, outbox);
              yield "retried";
            }
            yield end(delivery, item, unavailable, outbox, "dead");
          }
          case LostLease _ -> "lease_lost";
          case Interrupted _ -> {
            requeue(delivery, outbox);
            yield "interrupted";
          }
          case Cancelled _ -> {
            // The job may have been sent anew in the meantime.
            Optional<Ending> ending = item == null ? Optional.empty() : item.ending();
            if (ending.isPresent()) {
              ending.get().untold().tell(outbox);
            } else {
              requeue(delivery, outbox);
            }
            yield "cancelled";
          }
          case Fault fault -> end(delivery, item, fault, outbox, "fault");
        };
    if (!(failure instanceof LostLease)) {
      outbox.flush();
      delivery.ack();
    }
    return outcome;
  }

  /**
   * Tells the end of work that had ended before this delivery, and writes its dead letter again if
   * the worker that recorded the end may have died before it did.
   */
  void replay(Delivery delivery, WorkItem item, Ending ending, Outbox outbox)
      throws Failure, InterruptedException {
    if (Headers.mayHaveBegun(delivery)) {
      buryIfDead(delivery, item, ending, outbox);
    }
    ending.tell(outbox);
  }

  /**
   * Records a failure, writes the dead letter if it leaves one, and tells of it: in this order, so
   * that whoever hears of the end finds the letter, and whoever finds the record can write it.
   *
   * @param item null where the message could not be read because a service failed
   */
  private static String end(
      Delivery delivery, @Nullable WorkItem item, Failure failure, Outbox outbox, String outcome)
      throws Failure, InterruptedException {
    if (item == null) {
      bury(delivery, Optional.empty(), failure.code(), detail(failure), failure, outbox);
      return outcome;
    }
    Ending ending = item.fail(failure);
    buryIfDead(delivery, item, ending, outbox);
    ending.tell(outbox);
    return outcome;
  }

  private static void buryIfDead(Delivery delivery, WorkItem item, Ending ending, Outbox outbox)
      throws InterruptedException {
    Optional<FailureCode> code = ending.dead();
    if (code.isPresent()) {
      bury(
          delivery,
          Optional.of(item.identity()),
          code.get(),
          Objects.requireNonNullElse(ending.detail(), ""),
          null,
          outbox);
    }
  }

  /** Requeues the message without counting an attempt; the job may be half done. */
  private static void requeue(Delivery delivery, Outbox outbox) {
    Message again =
        DeliveryHistory.of(delivery)
            .renewed(delivery.message())
            .withHeader(Headers.REQUEUED, "true");
    outbox.send(new Route.ToLane(delivery.lane()), again);
  }

  private static void retryLater(
      Delivery delivery, @Nullable WorkItem item, int attempt, Outbox outbox) {
    DeliveryHistory history = DeliveryHistory.of(delivery);
    Message next =
        (history.lost() == 0 ? delivery.message() : history.renewed(delivery.message()))
            .withHeader(Headers.ATTEMPT, Integer.toString(attempt + 1));
    if (item != null) {
      for (var header : item.beforeRetry(outbox).entrySet()) {
        next = next.withHeader(header.getKey(), header.getValue());
      }
    }
    outbox.send(new Route.Later(delivery.lane(), attempt - 1), next);
  }

  /**
   * Writes a dead letter and waits until the broker has it.
   *
   * @param identity what it is about; empty where it is about its message alone
   */
  private static void bury(
      Delivery delivery,
      Optional<String> identity,
      FailureCode code,
      String detail,
      @Nullable Failure failure,
      Outbox outbox)
      throws InterruptedException {
    Message deadMessage =
        delivery
            .message()
            .withHeader(JobQueue.LANE, delivery.lane().name())
            .withHeader(Headers.REASON, code.wireName())
            .withHeader(Headers.DETAIL, Headers.bounded(detail))
            // A message about itself alone may have come with the id of another's letter.
            .withHeader(
                Headers.LETTER,
                Headers.letter(
                    identity.orElseGet(() -> Sha256.of(delivery.message().body()).hex())
                        + "\n"
                        + code));
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
    outbox.flush();
  }

  private static String detail(Failure failure) {
    return Optional.ofNullable(failure.detail()).orElseGet(failure::sentence);
  }

  /** What is told of a malformed message, the same however often it is delivered. */
  private StoredEvent failed(Delivery delivery, Malformed failure, JobRef ref) {
    JobEvent event =
        new JobEvent.Failed(
            ref,
            failure.code(),
            failure.sentence(),
            null,
            failure.violations().stream().map(Violation::toString).toList());
    Optional<Instant> sent = failure.sent();
    return sent.isPresent()
        ? events.ofMessage(event, sent.get(), Sha256.of(delivery.message().body()).hex())
        : events.each(event);
  }
}
