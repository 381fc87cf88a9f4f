package io.patchwork.schema.event;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.job.JobKind;
import org.jspecify.annotations.Nullable;

/**
 * Which job an event is about.
 *
 * @param source who sent the job: the message's CloudEvents {@code source}
 * @param kind absent where the message could not be read
 */
public record JobRef(Id id, String source, @Nullable JobKind kind) {}
