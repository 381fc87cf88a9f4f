package io.patchwork.worker.fanout;

import io.patchwork.common.queue.Message;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What workers send each other about a fan-out: no more than where to look.
 *
 * @param of what identifies the fan-out, as its {@link Workload} has it
 * @param task the id of the task, for a task; else empty
 * @param kind the task's kind, for a task; else empty
 * @param round of the watchdog, from 1; of two, the older one ends
 * @param marked how many markers there were when the watchdog was sent
 * @param idle how often in a row the watchdog found no new marker
 */
record TaskMessage(
    What what, JsonNode of, String task, String kind, int round, int marked, int idle) {

  /** What is to be done. */
  enum What {
    /** One task. */
    TASK,
    /** What follows the last task. */
    FINISH,
    /** See whether the fan-out stands still, and send again what is missing. */
    WATCHDOG
  }

  static TaskMessage task(Object of, Task task) {
    return new TaskMessage(What.TASK, node(of), task.id(), task.kind(), 0, 0, 0);
  }

  static TaskMessage finish(Object of) {
    return new TaskMessage(What.FINISH, node(of), "", "", 0, 0, 0);
  }

  static TaskMessage watchdog(Object of, int round, int marked, int idle) {
    return new TaskMessage(What.WATCHDOG, node(of), "", "", round, marked, idle);
  }

  private static JsonNode node(Object of) {
    return Json.tree(Json.bytes(of));
  }

  static TaskMessage read(byte[] body) {
    return Json.read(body, TaskMessage.class);
  }

  <R> R of(Class<R> type) {
    return Json.read(Json.bytes(of), type);
  }

  Message message() {
    byte[] body = Json.bytes(this);
    return new Message(Sha256.of(body).hex().substring(0, 32), body, Map.of());
  }
}
