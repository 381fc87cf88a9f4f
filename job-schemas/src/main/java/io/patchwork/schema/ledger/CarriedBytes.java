package io.patchwork.schema.ledger;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Base64;

/**
 * Bytes that a document carries as they are, in base64 (RFC 4648, 4) with padding and with unused
 * bits of 0, so that each sequence of bytes has one text.
 */
public record CarriedBytes(@JsonValue String base64) {

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if the text is not the base64 of any bytes
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CarriedBytes {
    if (!encoded(Base64.getDecoder().decode(base64)).equals(base64)) {
      throw new IllegalArgumentException("base64 has padding, and unused bits of 0");
    }
  }

  public static CarriedBytes of(byte[] bytes) {
    return new CarriedBytes(encoded(bytes));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  public byte[] bytes() {
    return Base64.getDecoder().decode(base64);
  }
}
