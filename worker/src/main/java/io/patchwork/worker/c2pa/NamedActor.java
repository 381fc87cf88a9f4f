package io.patchwork.worker.c2pa;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whoever says with a certificate of their own which part they had in a film (CAWG Identity
 * Assertion 1.2, 8.2). They speak for themselves alone: nothing is said of anybody else.
 *
 * @param roles what they say that they are
 */
public record NamedActor(SigningCredential credential, SortedSet<Role> roles) {

  static final String LABEL = "cawg.identity";

  private static final String SIGNATURE_TYPE = "cawg.x509.cose";

  public NamedActor {
    roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
  }

  /** The roles that CAWG knows (CAWG Identity Assertion 1.2, 5.1.3). */
  public enum Role {
    CREATOR,
    CONTRIBUTOR,
    EDITOR,
    PRODUCER,
    PUBLISHER,
    SPONSOR,
    TRANSLATOR;

    String label() {
      return "cawg." + name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The assertion of who they are; its size does not depend on what it refers to.
   *
   * @param referenced assertions that they stand for; the hard binding is among them
   */
  Assertion identity(List<Assertion> referenced) {
    // Signed and written in the order of CAWG's table, as validators encode it again.
    Cbor payload =
        new Cbor.Ordered(
            List.of(
                Map.entry(
                    "referenced_assertions",
                    Cbor.of(referenced.stream().map(Assertion::reference).toList())),
                Map.entry("sig_type", Cbor.of(SIGNATURE_TYPE)),
                Map.entry("role", Cbor.of(labels().stream().map(Cbor::of).toList()))));
    return Assertion.cbor(
        LABEL,
        Cbor.of(
            Map.of(
                "signer_payload",
                payload,
                "signature",
                Cbor.of(credential.message(payload.encode())),
                "pad1",
                Cbor.of(new byte[0]))));
  }

  /** The labels of the roles, in the order of CAWG's table. */
  List<String> labels() {
    return roles.stream().map(Role::label).toList();
  }
}
