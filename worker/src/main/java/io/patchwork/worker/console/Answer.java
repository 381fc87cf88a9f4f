package io.patchwork.worker.console;

import io.patchwork.common.store.ObjectMissing;
import java.io.IOException;
import java.io.InputStream;
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
   * A file, through this server.
   *
   * @param bytes its size
   * @param how how a browser gets it
   */
  record File(long bytes, String mediaType, Shown how, Content content) implements Answer {}

  /** How a browser gets a file. */
  enum Shown {
    /** It saves it. */
    SAVED,
    /** It shows it, as media or as a page without scripts. */
    SHOWN,
    /** A report, which has its own policy. */
    REPORT
  }

  /** The bytes of a file. */
  @FunctionalInterface
  interface Content {
    /**
     * Opens them.
     *
     * @param from first byte
     * @throws ObjectMissing if they are not there any more
     */
    InputStream open(long from) throws IOException;
  }

  /** All changes of jobs from now on. */
  record Changes() implements Answer {}

  /** Nothing. */
  record Empty(Map<String, String> headers) implements Answer {}
}
