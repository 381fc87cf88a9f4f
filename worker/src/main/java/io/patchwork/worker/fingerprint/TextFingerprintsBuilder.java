package io.patchwork.worker.fingerprint;

import io.patchwork.schema.manifest.FingerprintDocument;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSet;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.storelayout.StoreLayout;
import java.util.List;

/** Stores the shingles of a text. */
final class TextFingerprintsBuilder implements ArtifactBuilder {

  private final TextFingerprints spec;

  TextFingerprintsBuilder(TextFingerprints spec) {
    this.spec = spec;
  }

  @Override
  public ArtifactSet finish(BuildContext context) throws Failure, InterruptedException {
    String text = context.read().text();
    FingerprintDocument document =
        new FingerprintDocument(
            FingerprintDocument.FORMAT, spec.sha256(), null, null, null, Shingles.of(text));
    return ArtifactSet.of(
        null,
        context
            .writer()
            .shared(
                StoreLayout.fingerprint(spec.sha256()), Json.bytes(document), "application/json"),
        List.of());
  }
}
