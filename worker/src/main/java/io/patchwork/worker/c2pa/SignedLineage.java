package io.patchwork.worker.c2pa;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.wire.Json;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The lineage as a manifest holds it: whole, or by the digests of the documents that are stored
 * where it is large.
 */
record SignedLineage(Lineage lineage, Assertion assertion, boolean isWhole) {

  static final String LABEL = "org.patchwork.lineage";

  /** Largest lineage that is embedded as it is. */
  static final int MAX_BYTES = 64 << 10;

  /**
   * The lineage of a film.
   *
   * @param stored the document of its uses as it is stored
   * @param corrected its people as they were corrected last, if they were
   */
  static SignedLineage of(byte[] stored, Optional<CorrectedPeople> corrected) {
    byte[] document = corrected.map(now -> Json.bytes(now.lineage())).orElse(stored);
    boolean isWhole = document.length <= MAX_BYTES;
    return new SignedLineage(
        Json.read(document, Lineage.class),
        Assertion.json(LABEL, isWhole ? document : Json.canonical(digests(stored, corrected))),
        isWhole);
  }

  private static Map<String, Object> digests(byte[] stored, Optional<CorrectedPeople> corrected) {
    Map<String, Object> digests =
        new TreeMap<>(
            Map.of("format", Lineage.FORMAT, "sha256", Sha256.of(stored), "bytes", stored.length));
    corrected.ifPresent(now -> digests.put("people", now.document()));
    return digests;
  }
}
