package io.patchwork.worker.artifact;

import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * How a job's source is worked on in chunks: stored once, whoever is sent a chunk reads it.
 *
 * @param lane that the job came by
 * @param job the body of its message
 * @param dataDigest of the job's data
 * @param sha256 of the source
 * @param wanted the names of what is made
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only read
record ChunkPlan(
    String lane,
    byte[] job,
    Sha256 dataDigest,
    Sha256 sha256,
    ChunkSplit split,
    List<String> wanted) {

  ChunkPlan {
    wanted = List.copyOf(wanted);
  }

  int size() {
    return split.chunks().size();
  }
}
