package io.patchwork.worker.c2pa;

import io.patchwork.schema.id.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The manifests that ingredients brought with them, each once, in the order in which they are
 * copied into the film's store. They are claims of whoever signed them and are copied as they are.
 */
final class IngredientManifests {

  /** Bytes of all of them; manifests beyond are left out. */
  static final int MAX_BYTES = 16 << 20;

  /** What was done with the manifests of an ingredient. */
  enum Outcome {
    COPIED,
    /** There is no signature to refer to. */
    UNSIGNED,
    /** Another manifest of the same name is there. */
    CONFLICTING,
    /** There is no room for them. */
    TOO_LARGE
  }

  /** We copy and do not judge; a validator of the film checks the copies itself. */
  private static final Cbor NOTHING_CHECKED =
      Cbor.of(
          Map.of(
              "success", Cbor.of(List.of()),
              "informational", Cbor.of(List.of()),
              "failure", Cbor.of(List.of())));

  private final Map<String, ManifestStore.Manifest> byLabel = new LinkedHashMap<>();
  private int bytes;

  /** Copies all manifests of a store, or none. */
  Outcome add(ManifestStore store) {
    if (store.active().signature().isEmpty()) {
      return Outcome.UNSIGNED;
    }
    int more = 0;
    for (ManifestStore.Manifest each : store.manifests()) {
      ManifestStore.Manifest present = byLabel.get(each.label());
      if (present == null) {
        more = Math.addExact(more, each.box().bytes().length);
      } else if (!digest(present).equals(digest(each))) {
        return Outcome.CONFLICTING;
      }
    }
    if (more > MAX_BYTES - bytes) {
      return Outcome.TOO_LARGE;
    }
    bytes += more;
    store.manifests().forEach(each -> byLabel.putIfAbsent(each.label(), each));
    return Outcome.COPIED;
  }

  private static Sha256 digest(ManifestStore.Manifest manifest) {
    return Sha256.of(manifest.box().bytes());
  }

  List<ManifestStore.Manifest> all() {
    return List.copyOf(byLabel.values());
  }

  /** What an ingredient says of its manifest: which it is, and by whose signature. */
  static Map<String, Cbor> references(ManifestStore store) {
    ManifestStore.Manifest active = store.active();
    Optional<Superbox> signature = active.signature();
    if (signature.isEmpty()) {
      return Map.of();
    }
    String url = "self#jumbf=/c2pa/" + active.label();
    return Map.of(
        "activeManifest",
        Assertion.hashedUri(url, active.box().hash()),
        "claimSignature",
        Assertion.hashedUri(url + "/c2pa.signature", signature.get().hash()),
        "validationResults",
        Cbor.of(Map.of("activeManifest", NOTHING_CHECKED)));
  }
}
