package io.patchwork.schema.wire;

import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Job;

/**
 * A decoded job message.
 *
 * @param dataDigest digest of the canonical form of {@code data}: the same identity with another
 *     digest is a reused id
 */
public record JobMessage(Envelope envelope, Job job, Sha256 dataDigest) {

  public JobRef ref() {
    return JobRef.of(envelope, job);
  }
}
