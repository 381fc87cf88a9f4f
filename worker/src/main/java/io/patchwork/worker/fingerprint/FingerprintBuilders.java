package io.patchwork.worker.fingerprint;

import io.patchwork.worker.artifact.ArtifactBuilder;

/** The builders of fingerprints. */
public final class FingerprintBuilders {

  private FingerprintBuilders() {}

  /** A new builder for a spec. */
  public static ArtifactBuilder of(FingerprintSpec spec) {
    return switch (spec) {
      case MediaFingerprints prints -> new MediaFingerprintsBuilder(prints);
      case TextFingerprints prints -> new TextFingerprintsBuilder(prints);
    };
  }
}
