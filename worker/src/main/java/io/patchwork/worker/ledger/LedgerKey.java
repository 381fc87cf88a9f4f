package io.patchwork.worker.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/** The operator's private Ed25519 key, which signs checkpoints. */
public final class LedgerKey {

  private static final String ALGORITHM = "Ed25519";

  private final PrivateKey key;
  private final VerifierKey verifier;

  private LedgerKey(PrivateKey key, VerifierKey verifier) {
    this.key = key;
    this.verifier = verifier;
  }

  /** A new key. */
  static byte[] generate(SecureRandom random) {
    return pair(random).getPrivate().getEncoded();
  }

  private static KeyPair pair(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /**
   * The key of its PKCS#8 form.
   *
   * @param origin name of the ledger
   * @throws IllegalArgumentException if it is no Ed25519 key
   */
  static LedgerKey of(String origin, byte[] pkcs8) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
      return new LedgerKey(key, VerifierKey.of(origin, pair(new Seed(seed)).getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private key of Ed25519", e);
    }
  }

  /** Gives one seed: the JDK tells the public key of a private one only as it makes both. */
  private static final class Seed extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }

  public VerifierKey verifier() {
    return verifier;
  }

  byte[] sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key signs", e);
    }
  }
}
