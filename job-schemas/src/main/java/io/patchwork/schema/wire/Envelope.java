package io.patchwork.schema.wire;

import io.patchwork.schema.id.JobId;
import java.time.Instant;
import java.util.regex.Pattern;
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

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /** The attributes of a message that its source sends for itself. */
  public Envelope(
      JobId id,
      String source,
      @Nullable String subject,
      Instant time,
      @Nullable String traceparent) {
    this(id, source, subject, time, traceparent, null);
  }

  /** Whether a text has the form of a W3C trace context. */
  public static boolean isTraceparent(String text) {
    return TRACEPARENT.matcher(text).matches();
  }

  /** The account that the message counts for, or else its source. */
  public String accountOrSource() {
    return account == null ? source : account;
  }
}
