package io.patchwork.worker.jobs;

import io.patchwork.common.queue.Message;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.wire.InvalidMessage;
import io.patchwork.schema.wire.MessageCodec;
import java.util.Map;

/**
 * A job that waits for earlier ones of its account.
 *
 * @param body of its message
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only read
record WaitingJob(JobRef job, String messageId, byte[] body, Map<String, String> headers) {

  WaitingJob {
    headers = Map.copyOf(headers);
  }

  static WaitingJob of(JobRef job, Message message) {
    return new WaitingJob(job, message.id(), message.body(), message.headers());
  }

  Sha256 dataDigest() {
    try {
      return MessageCodec.readJob(body).dataDigest();
    } catch (InvalidMessage e) {
      throw new IllegalStateException("admitted, but not valid", e);
    }
  }

  Message message() {
    return new Message(messageId, body, headers);
  }
}
