package io.patchwork.worker.fingerprint;

import io.patchwork.worker.artifact.ArtifactSpec;

/** The fingerprints by which a source is recognised. */
public sealed interface FingerprintSpec extends ArtifactSpec
    permits MediaFingerprints, TextFingerprints {}
