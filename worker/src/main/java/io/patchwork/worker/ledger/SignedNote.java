package io.patchwork.worker.ledger;

import io.patchwork.schema.ledger.CarriedBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with one Ed25519 signature (C2SP signed-note).
 *
 * @param text signed text; it ends with a line feed
 * @param name name of the key
 * @param signature id of the key, 4 bytes, and signature, 64 bytes
 */
record SignedNote(String text, String name, CarriedBytes signature) {

  private static final int SIGNATURE_BYTES = 68;
  private static final Pattern FORM =
      Pattern.compile("((?:[^\\n\\p{Cntrl}]+\\n)+)\\n\u2014 (\\S+) ([A-Za-z0-9+/=]+)\\n");

  /**
   * Reads a note.
   *
   * @throws IllegalArgumentException if the bytes are not one with one signature, or have another
   *     form than its
   */
  static SignedNote read(byte[] bytes) {
    Matcher form = FORM.matcher(new String(bytes, StandardCharsets.UTF_8));
    if (!form.matches()) {
      throw new IllegalArgumentException("not a signed note");
    }
    SignedNote note = new SignedNote(form.group(1), form.group(2), new CarriedBytes(form.group(3)));
    if (note.signature.bytes().length != SIGNATURE_BYTES || !Arrays.equals(note.bytes(), bytes)) {
      throw new IllegalArgumentException("not a signed note of Ed25519");
    }
    return note;
  }

  static SignedNote sign(String text, LedgerKey key) {
    byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
    byte[] named = Arrays.copyOf(key.verifier().id(), SIGNATURE_BYTES);
    System.arraycopy(signature, 0, named, VerifierKey.ID_BYTES, signature.length);
    return new SignedNote(text, key.verifier().name(), CarriedBytes.of(named));
  }

  byte[] bytes() {
    String note = text + "\n\u2014 " + name + " " + signature.base64() + "\n";
    return note.getBytes(StandardCharsets.UTF_8);
  }

  boolean isSignedBy(VerifierKey key) {
    byte[] named = signature.bytes();
    return name.equals(key.name())
        && Arrays.equals(Arrays.copyOf(named, VerifierKey.ID_BYTES), key.id())
        && key.hasSigned(
            text.getBytes(StandardCharsets.UTF_8),
            Arrays.copyOfRange(named, VerifierKey.ID_BYTES, SIGNATURE_BYTES));
  }
}
