package io.patchwork.worker.jobs;

import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.schema.wire.Json;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * What a worker answers when all are asked who is there.
 *
 * @param slots deliveries of each lane that it works on at once
 * @param running deliveries that it works on
 * @param notReady why it takes no jobs; null where it does
 */
public record WorkerStatus(
    String worker,
    String version,
    Map<String, Integer> slots,
    int running,
    @Nullable String notReady) {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerStatus.class);

  public WorkerStatus {
    slots = Map.copyOf(slots);
  }

  /** The status of a worker with these consumers. */
  public static WorkerStatus of(
      String worker,
      String version,
      LaneConsumers consumers,
      int running,
      Optional<String> notReady) {
    return new WorkerStatus(
        worker,
        version,
        consumers.slots().entrySet().stream()
            .collect(Collectors.toMap(lane -> lane.getKey().name(), Map.Entry::getValue)),
        running,
        notReady.orElse(null));
  }

  /** Asks all workers; those that answer in time, by name. */
  public static List<WorkerStatus> ofAll(JobQueue queue, Duration within)
      throws InterruptedException {
    return queue.ask(ControlMessage::rollCall, within).stream()
        .flatMap(answer -> read(answer).stream())
        .sorted(Comparator.comparing(WorkerStatus::worker))
        .toList();
  }

  private static Optional<WorkerStatus> read(Message answer) {
    try {
      return Optional.of(Json.read(answer.body(), WorkerStatus.class));
    } catch (JacksonException e) {
      LOG.atWarn().addKeyValue("reason", e.getOriginalMessage()).log("answer of a worker not read");
      return Optional.empty();
    }
  }
}
