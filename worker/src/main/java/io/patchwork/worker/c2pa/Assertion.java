package io.patchwork.worker.c2pa;

import java.util.Map;

/**
 * An assertion: what a manifest says about its film, under a label.
 *
 * @param label unique in its manifest
 */
record Assertion(String label, Superbox box) {

  static Assertion cbor(String label, Cbor content) {
    return new Assertion(label, Superbox.cbor(Superbox.Type.CBOR, label, content.encode()));
  }

  static Assertion json(String label, byte[] content) {
    return new Assertion(label, Superbox.json(label, content));
  }

  /** The hashed URI of it, in its own manifest. */
  Cbor reference() {
    return hashedUri("self#jumbf=c2pa.assertions/" + label, box.hash());
  }

  /** A reference that fails if its target changes (C2PA 2.2, 8.4.2). */
  static Cbor hashedUri(String url, byte[] hash) {
    return Cbor.of(Map.of("url", Cbor.of(url), "hash", Cbor.of(hash)));
  }
}
