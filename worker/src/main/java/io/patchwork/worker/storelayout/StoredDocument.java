package io.patchwork.worker.storelayout;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.TooManyDigits;
import io.patchwork.schema.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;

/** The bytes of JSON documents in the store: none is written that no reader takes. */
public final class StoredDocument {

  /** Largest document that is written. */
  public static final int MAX_BYTES = 256 << 20;

  /** Bytes of heap for a byte of the longest documents: the bytes themselves and their objects. */
  private static final int HEAP_PER_BYTE = 5;

  /** Said where exact numbers outgrow what documents hold. */
  public static final String TOO_MANY_DIGITS =
      "So many speeds, rates and fades come together that an exact number has more than "
          + Fraction.MAX_DIGITS
          + " digits; use renders of fewer generations, or fewer different speeds.";

  private StoredDocument() {}

  /**
   * A document as it is written.
   *
   * @throws UnusableDocument if it has more than {@link #MAX_BYTES} bytes, or a number with more
   *     digits than are read
   */
  public static byte[] bytes(ObjectKey key, Object document) {
    return bytes(key, document, MAX_BYTES);
  }

  static byte[] bytes(ObjectKey key, Object document, int maxBytes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      Json.MAPPER.writeValue(new Limited(bytes, maxBytes), document);
    } catch (JacksonException e) {
      if (TooManyDigits.isCauseOf(e)) {
        throw new UnusableDocument(FailureCode.TOO_LARGE, TOO_MANY_DIGITS, e);
      }
      if (e.getCause() instanceof TooLong) {
        throw new UnusableDocument(
            FailureCode.TOO_LARGE,
            "The document "
                + key
                + " would have more than "
                + (maxBytes >> 20)
                + " MiB; render the film in parts, or use renders with less in them.",
            e);
      }
      throw e;
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a document.
   *
   * @throws UnusableDocument if it is none of that type, or too large for the heap
   */
  public static <T> T parse(ObjectKey key, byte[] bytes, Class<T> type) {
    long needed = (long) HEAP_PER_BYTE * bytes.length;
    if (needed > Runtime.getRuntime().maxMemory()) {
      throw new UnusableDocument(
          FailureCode.TOO_LARGE,
          "The document "
              + key
              + " has "
              + (bytes.length >> 20)
              + " MiB and needs a heap of "
              + (needed >> 20)
              + " MiB; ask the operators to set PATCHWORK_HEAP to twice that.",
          null);
    }
    try {
      return Json.read(bytes, type);
    } catch (JacksonException e) {
      throw new UnusableDocument(
          FailureCode.UNREADABLE_DOCUMENT,
          "The document "
              + key
              + " in the store cannot be read: another version of patchwork wrote it, or it is"
              + " damaged. "
              + remedy(key),
          e);
    }
  }

  /** Whether a document can be read. */
  static boolean isReadable(ObjectKey key, byte[] bytes, Class<?> type) {
    try {
      parse(key, bytes, type);
      return true;
    } catch (UnusableDocument e) {
      return false;
    }
  }

  private static String remedy(ObjectKey key) {
    String[] names = key.value().split("/", -1);
    boolean isNamed = names.length > 2 && !names[1].equals("outputs");
    return switch (names[0]) {
      case "renders" ->
          isNamed
              ? "Render " + names[1] + " again; what is encoded already is not encoded again."
              : "Render again what you use of it.";
      case "assets" -> isNamed ? "Ingest " + names[1] + " again." : "Ingest the asset again.";
      default -> "Ask the operators to delete it, and send the job again.";
    };
  }

  /** Bytes up to a number. */
  private static final class Limited extends OutputStream {
    private final ByteArrayOutputStream bytes;

    private final int maxBytes;

    private Limited(ByteArrayOutputStream bytes, int maxBytes) {
      this.bytes = bytes;
      this.maxBytes = maxBytes;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] some, int from, int count) throws IOException {
      if (bytes.size() + count > maxBytes) {
        throw new TooLong();
      }
      bytes.write(some, from, count);
    }
  }

  private static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;
  }
}
