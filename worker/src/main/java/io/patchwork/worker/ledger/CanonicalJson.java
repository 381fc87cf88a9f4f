package io.patchwork.worker.ledger;

import io.patchwork.schema.wire.Json;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Documents of which only the canonical form is accepted: each document has one text. */
final class CanonicalJson {

  private CanonicalJson() {}

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException if the bytes are not the canonical JSON of one
   */
  static <T> T read(byte[] bytes, Class<T> type) {
    @Nullable T document;
    try {
      document = Json.read(bytes, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no document of this type: " + e.getOriginalMessage(), e);
    }
    if (document == null || !Arrays.equals(Json.canonical(document), bytes)) {
      throw new IllegalArgumentException("not in canonical form");
    }
    return document;
  }

  /** Whether bytes are the canonical JSON of an object. */
  static boolean isObject(byte[] bytes) {
    try {
      var tree = Json.tree(bytes);
      return tree.isObject() && Arrays.equals(Json.canonical(tree), bytes);
    } catch (JacksonException e) {
      return false;
    }
  }
}
