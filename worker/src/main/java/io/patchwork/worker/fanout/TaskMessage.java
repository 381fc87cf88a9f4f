package io.patchwork.worker.fanout;

import io.patchwork.common.queue.Message;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A message about a fan-out from worker to worker, which holds references only.
 *
 * @param of identifies the fan-out, as in its {@link Workload}
 * @param task the task's id, for a task; else empty
 * @param kind the task's kind, for a task; else empty
 * @param round of the watchdog, from 1; a later round replaces earlier ones
 * @param marked number of markers when the watchdog was sent
 * @param idle number of checks in a row without a new marker
 */
record TaskMessage(
    What what, JsonNode of, String task, String kind, int round, int marked, int idle) {

  /** What is to be done. */
  enum What {
    /** One task. */
    TASK,
    /** The step after the last task. */
    FINISH,
    /** Check whether the fan-out is idle, and send missing tasks again. */
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
