package io.patchwork.worker.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * A broadcast to all workers. It only makes things quicker or cleaner: what must hold is in the
 * store.
 *
 * @param cancel hash of a job to stop; null for none
 * @param evict contents to drop from the fetch cache
 * @param answerTo where each worker's {@link WorkerStatus} is wanted; null where none is
 */
public record ControlMessage(
    @Nullable String cancel,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Sha256> evict,
    @Nullable String answerTo) {

  private static final Logger LOG = LoggerFactory.getLogger(ControlMessage.class);

  /** A message has at most 64 KiB. */
  private static final int MAX_CONTENTS = 800;

  @SuppressWarnings("nullness") // an absent list arrives as null from the wire
  public ControlMessage {
    evict = evict == null ? List.of() : List.copyOf(evict);
  }

  static ControlMessage cancel(String jobHash) {
    return new ControlMessage(jobHash, List.of(), null);
  }

  /** Tells all workers to drop contents from their caches. */
  public static void evict(Collection<Sha256> contents, Outbox outbox) {
    List<Sha256> all = List.copyOf(contents);
    for (int from = 0; from < all.size(); from += MAX_CONTENTS) {
      List<Sha256> some = all.subList(from, Math.min(all.size(), from + MAX_CONTENTS));
      new ControlMessage(null, some, null).send(outbox);
    }
  }

  /** Asks all workers for their status. */
  static Message rollCall(String answerTo) {
    return new ControlMessage(null, List.of(), answerTo).message();
  }

  void send(Outbox outbox) {
    outbox.send(new Route.Control(), message());
  }

  private Message message() {
    byte[] body = Json.bytes(this);
    return new Message(Sha256.of(body).hex(), body, Map.of());
  }

  /** Reads a broadcast; empty, with a warning, where it is none that is known. */
  public static Optional<ControlMessage> read(Message message) {
    try {
      return Optional.of(Json.read(message.body(), ControlMessage.class));
    } catch (JacksonException e) {
      LOG.atWarn().addKeyValue("reason", e.getOriginalMessage()).log("control message not read");
      return Optional.empty();
    }
  }
}
