package io.patchwork.worker.production;

import io.patchwork.common.queue.Message;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.Json;
import java.util.Map;

/**
 * What workers send each other about a long source: no more than where to look.
 *
 * @param job that wants it
 * @param position of the part
 * @param seen markers when it was sent, for a check
 * @param stood how often in a row nothing was found to have moved, for a check
 */
record PartStep(Kind kind, JobRef job, int position, int seen, int stood) {

  /** What is to be done. */
  enum Kind {
    /** Make one part. */
    MAKE,
    /** See whether the parts have come to a halt, and push them. */
    CHECK
  }

  static PartStep make(JobRef job, int position) {
    return new PartStep(Kind.MAKE, job, position, 0, 0);
  }

  static PartStep check(JobRef job, int seen, int stood) {
    return new PartStep(Kind.CHECK, job, 0, seen, stood);
  }

  Message message() {
    byte[] body = Json.bytes(this);
    return new Message(Sha256.of(body).hex().substring(0, 32), body, Map.of());
  }
}
