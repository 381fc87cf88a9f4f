package io.patchwork.worker.ledger;

import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The operator's secret: of it and of a line comes the line's salt, so that a proposal gives the
 * same tree whenever it is made (HMAC-SHA-256, RFC 2104).
 */
public final class LedgerSecret {

  static final int BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * Checks the size.
   *
   * @param secret 32 random bytes
   * @throws IllegalArgumentException if it has another size
   */
  public LedgerSecret(byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException("a secret has " + BYTES + " bytes");
    }
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** The salt of a line, 32 bytes. */
  byte[] salt(Id proposal, byte[] line) {
    return mac("salt", proposal.value(), line);
  }

  /** What a person's id becomes in a key of the store. */
  Sha256 keyed(Id person) {
    byte[] mac = mac("person", person.value(), new byte[0]);
    return new Sha256(HexFormat.of().formatHex(mac));
  }

  private byte[] mac(String use, String id, byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((use + "\0" + id + "\0").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
