package io.patchwork.worker.production;

import io.patchwork.schema.id.Sha256;
import java.util.List;

/**
 * How a job's source is worked on in parts: stored once, whoever is sent a part reads it.
 *
 * @param lane that the job came by
 * @param job the body of its message
 * @param dataDigest of the job's data
 * @param sha256 of the source
 * @param wanted the names of what is made
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only read
record PartPlan(
    String lane,
    byte[] job,
    Sha256 dataDigest,
    Sha256 sha256,
    Division division,
    List<String> wanted) {

  PartPlan {
    wanted = List.copyOf(wanted);
  }

  int size() {
    return division.parts().size();
  }
}
