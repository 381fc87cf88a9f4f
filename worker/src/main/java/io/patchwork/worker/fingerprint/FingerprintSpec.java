package io.patchwork.worker.fingerprint;

import io.patchwork.worker.artifact.ArtifactSpec;

/** What a source is recognised by. */
public sealed interface FingerprintSpec extends ArtifactSpec
    permits MediaFingerprints, TextFingerprints {}
