package io.patchwork.worker.artifact;

import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * How a job's source is processed in chunks: stored once, and read by the worker of every chunk.
 *
 * @param lane of the job's message
 * @param job the body of its message
 * @param dataDigest of the job's data
 * @param sha256 of the source
 * @param wanted kinds of the specs that are made
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
