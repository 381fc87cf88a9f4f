package io.patchwork.worker.c2pa;

import io.patchwork.schema.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Who signs a film.
 *
 * @param claim signs the manifest
 * @param actor says which part they had in the film; absent where nobody says so
 */
public record Signers(SigningCredential claim, Optional<NamedActor> actor) {

  /** A digest of all that identifies them. */
  Sha256 digest() {
    String actors =
        actor.map(each -> Sha256.of(each.credential().header()).hex() + each.labels()).orElse("");
    return Sha256.of(
        (Sha256.of(claim.header()).hex() + actors).getBytes(StandardCharsets.US_ASCII));
  }
}
