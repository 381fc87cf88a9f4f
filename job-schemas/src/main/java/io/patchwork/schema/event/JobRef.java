package io.patchwork.schema.event;

import io.patchwork.schema.id.JobId;
import io.patchwork.schema.job.JobKind;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a job.
 *
 * @param source CloudEvents {@code source} of the job's message, its sender
 * @param kind absent where the message could not be read
 */
public record JobRef(JobId id, String source, @Nullable JobKind kind) {}
