package io.patchwork.worker.render;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;

/**
 * What a render job became when it was planned first: written once, before the job has an end, so
 * that a redelivery goes on with the same plan and another job under the same id is seen.
 *
 * @param dataDigest of the job's {@code data}
 */
record RenderBinding(Id render, Sha256 revision, Sha256 dataDigest) {}
