package io.patchwork.worker.fingerprint;

import io.patchwork.schema.manifest.FingerprintDocument;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Findings;
import io.patchwork.worker.production.Harvest;

/** Stores the shingles of a text. */
final class TextPrintsHarvest implements Harvest {

  private final TextPrints spec;

  TextPrintsHarvest(TextPrints spec) {
    this.spec = spec;
  }

  @Override
  public Findings collect(Bench bench) throws Failure, InterruptedException {
    String text = bench.read().text();
    FingerprintDocument document =
        new FingerprintDocument(
            FingerprintDocument.FORMAT, spec.sha256(), null, null, null, Shingles.of(text));
    return Findings.of(
        null,
        bench
            .shelf()
            .shared(
                StoreLayout.fingerprint(spec.sha256()), Json.bytes(document), "application/json"));
  }
}
