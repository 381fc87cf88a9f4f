package io.patchwork.worker.render;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * The revision that a render job was bound to when it was first planned. Written once, before the
 * job ends, so that a redelivery continues the same plan and another job under the same id is
 * detected.
 *
 * @param dataDigest digest of the job's {@code data}
 * @param storedSegments distinct segments that were in the store when the job was planned; null
 *     where it was bound before these were counted
 */
record RenderBinding(
    Id render, Sha256 revision, Sha256 dataDigest, @Nullable Integer storedSegments) {}
