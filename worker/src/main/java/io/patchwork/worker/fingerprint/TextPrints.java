package io.patchwork.worker.fingerprint;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.FingerprintDocument;
import io.patchwork.schema.wire.Json;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.production.Bench;
import io.patchwork.worker.production.Contribution;
import io.patchwork.worker.production.Findings;
import java.util.List;

/** What a document is recognised by: the shingles of its text. */
public record TextPrints(Sha256 sha256) implements Contribution {

  @Override
  public String name() {
    return "fingerprint";
  }

  @Override
  public boolean isOptional() {
    return true;
  }

  @Override
  public List<Product> products() {
    return List.of();
  }

  @Override
  public Harvest begin() {
    return this::collect;
  }

  private Findings collect(Bench bench) throws Failure, InterruptedException {
    String text = bench.read().text();
    FingerprintDocument document =
        new FingerprintDocument(
            FingerprintDocument.FORMAT, sha256, null, null, null, Shingles.of(text));
    return Findings.of(
        null,
        bench
            .shelf()
            .shared(StoreLayout.fingerprint(sha256), Json.bytes(document), "application/json"));
  }
}
