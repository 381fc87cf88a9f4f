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
 */
public record Envelope(
    JobId id,
    String source,
    @Nullable String subject,
    Instant time,
    @Nullable String traceparent) {}
