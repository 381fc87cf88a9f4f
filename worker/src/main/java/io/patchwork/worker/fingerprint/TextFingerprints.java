package io.patchwork.worker.fingerprint;

import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.ffmpeg.OutputSpec;
import java.util.List;

/** The fingerprint of a document: the shingles of its text. */
public record TextFingerprints(Sha256 sha256) implements FingerprintSpec {

  @Override
  public String kind() {
    return "fingerprint";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<OutputSpec> outputs() {
    return List.of();
  }
}
