package io.patchwork.worker.fingerprint;

import io.patchwork.worker.artifact.ArtifactBuilder;

/** Who makes fingerprints. */
public final class FingerprintBuilders {

  private FingerprintBuilders() {}

  /** Begins to make something of what will come out. */
  public static ArtifactBuilder of(FingerprintSpec spec) {
    return switch (spec) {
      case MediaFingerprints prints -> new MediaFingerprintsBuilder(prints);
      case TextFingerprints prints -> new TextFingerprintsBuilder(prints);
    };
  }
}
