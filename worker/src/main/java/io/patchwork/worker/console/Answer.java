package io.patchwork.worker.console;

import io.patchwork.common.store.StoredObject;
import java.net.URI;
import java.util.Map;

/** What a request is answered with. */
sealed interface Answer {

  /** A document. */
  record Document(Object value, Map<String, String> headers) implements Answer {
    Document(Object value) {
      this(value, Map.of());
    }
  }

  /** A file of the page. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, only written
  record Page(byte[] bytes, String mediaType) implements Answer {}

  /** An object in the store, elsewhere. */
  record Elsewhere(URI link) implements Answer {}

  /**
   * An object in the store, through this server.
   *
   * @param isShown whether a browser may show it; else it saves it
   */
  record File(StoredObject object, String mediaType, boolean isShown) implements Answer {}

  /** All changes of jobs from now on. */
  record Changes() implements Answer {}

  /** Nothing. */
  record Empty(Map<String, String> headers) implements Answer {}
}
