package io.patchwork.worker.client;

import io.patchwork.common.queue.DeadLetter;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.jobs.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A dead letter as the command line shows it.
 *
 * @param id short digest of its lane and body, by which it is retried or dropped
 * @param message its message id at the broker
 * @param lane lane that it came from; empty where unknown
 * @param reason failure code
 * @param violations of the contract, where the message is malformed
 */
public record FailedMessage(
    String id,
    String message,
    String lane,
    String reason,
    String detail,
    List<String> violations,
    String body) {

  private static final int ID_LENGTH = 12;

  public FailedMessage {
    violations = List.copyOf(violations);
  }

  static FailedMessage of(DeadLetter letter) {
    Map<String, String> headers = letter.message().headers();
    return new FailedMessage(
        id(letter),
        letter.message().id(),
        letter.lane(),
        headers.getOrDefault(Headers.REASON, "delivery_limit"),
        headers.getOrDefault(Headers.DETAIL, ""),
        headers.getOrDefault(Headers.VIOLATIONS, "").lines().toList(),
        new String(letter.message().body(), StandardCharsets.UTF_8));
  }

  static String id(DeadLetter letter) {
    byte[] body = letter.message().body();
    return Sha256.of(letter.lane() + "\n" + Sha256.of(body)).hex().substring(0, ID_LENGTH);
  }
}
