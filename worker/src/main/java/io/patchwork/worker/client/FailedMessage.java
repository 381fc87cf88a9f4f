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
 * @param id short digest of its job and code, or of its lane and body where it is no job's; it is
 *     retried or dropped by it
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
    String ofJob = letter.message().headers().get(Headers.LETTER);
    return ofJob == null
        ? Headers.letter(letter.lane() + "\n" + Sha256.of(letter.message().body()))
        : ofJob;
  }
}
