package io.patchwork.schema.wire;

import io.patchwork.schema.id.JobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The CloudEvents attributes of a message.
 *
 * @param id together with {@code source} the identity of the message
 * @param source its sender
 * @param subject the asset, render or job that it is about
 * @param traceparent W3C trace context of the sender
 * @param account extension attribute: for whom the sender sends it
 */
public record Envelope(
    JobId id,
    String source,
    @Nullable String subject,
    Instant time,
    @Nullable String traceparent,
    @Nullable String account) {

  /** The attributes of a message that its source sends for itself. */
  public Envelope(
      JobId id,
      String source,
      @Nullable String subject,
      Instant time,
      @Nullable String traceparent) {
    this(id, source, subject, time, traceparent, null);
  }

  /** The account that the message counts for, or else its source. */
  public String accountOrSource() {
    return account == null ? source : account;
  }
}
