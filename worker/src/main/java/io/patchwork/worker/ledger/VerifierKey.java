package io.patchwork.worker.ledger;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.ledger.CarriedBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public Ed25519 key with its name, as a reader has it from the operator by another way than a
 * statement. Its text is a C2SP signed-note verifier key, {@code name+id+key}.
 */
public final class VerifierKey {

  static final int ID_BYTES = 4;

  /** A name has no space and no plus. */
  private static final Pattern NAME = Pattern.compile("[!-*,-~]{1,100}");

  private static final Pattern FORM =
      Pattern.compile("([!-*,-~]{1,100})[+]([0-9a-f]{8})[+]([A-Za-z0-9+/]{44})");
  private static final byte ED25519 = 1;
  private static final int KEY_BYTES = 32;

  /** What stands before the key in its X.509 form (RFC 8410, 4). */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  private final String name;
  private final byte[] key;
  private final byte[] id;

  private VerifierKey(String name, byte[] key) {
    this.name = name;
    this.key = key;
    this.id = Arrays.copyOf(digest(name, key), ID_BYTES);
  }

  /** Whether a ledger can have this name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  private static byte[] digest(String name, byte[] key) {
    ByteArrayOutputStream of = new ByteArrayOutputStream();
    of.writeBytes((name + "\n").getBytes(StandardCharsets.UTF_8));
    of.write(ED25519);
    of.writeBytes(key);
    return Sha256.newDigest().digest(of.toByteArray());
  }

  static VerifierKey of(String name, PublicKey key) {
    byte[] encoded = key.getEncoded();
    return new VerifierKey(name, Arrays.copyOfRange(encoded, X509.length, encoded.length));
  }

  /**
   * Reads the text of a verifier key.
   *
   * @throws IllegalArgumentException if it is none of Ed25519, or its id is not that of its key
   */
  public static VerifierKey parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("a verifier key is name+id+key");
    }
    byte[] typed = new CarriedBytes(form.group(3)).bytes();
    if (typed.length != KEY_BYTES + 1 || typed[0] != ED25519) {
      throw new IllegalArgumentException("a verifier key is of Ed25519");
    }
    VerifierKey key = new VerifierKey(form.group(1), Arrays.copyOfRange(typed, 1, typed.length));
    if (!HexFormat.of().formatHex(key.id).equals(form.group(2))) {
      throw new IllegalArgumentException("the id is not that of the key");
    }
    return key;
  }

  /** The text that operators publish. */
  public String text() {
    byte[] typed = new byte[KEY_BYTES + 1];
    typed[0] = ED25519;
    System.arraycopy(key, 0, typed, 1, KEY_BYTES);
    return name + "+" + HexFormat.of().formatHex(id) + "+" + CarriedBytes.of(typed).base64();
  }

  String name() {
    return name;
  }

  /** The first bytes of a signature in a note: which key made it. */
  byte[] id() {
    return id.clone();
  }

  boolean hasSigned(byte[] text, byte[] signature) {
    try {
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(publicKey());
      check.update(text);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private PublicKey publicKey() throws GeneralSecurityException {
    byte[] encoded = Arrays.copyOf(X509, X509.length + KEY_BYTES);
    System.arraycopy(key, 0, encoded, X509.length, KEY_BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
