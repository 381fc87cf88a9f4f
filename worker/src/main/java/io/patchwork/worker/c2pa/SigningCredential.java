package io.patchwork.worker.c2pa;

import io.patchwork.schema.id.Sha256;
import java.math.BigInteger;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;

/**
 * The operator's key of ECDSA on P-256 with the certificates that vouch for it, the signer's first.
 * Signatures are deterministic (RFC 6979): the same message has the same signature.
 */
public final class SigningCredential {

  /** ES256 (RFC 9053, 2.1) under the label {@code alg}. */
  private static final Cbor ALGORITHM = new Cbor.Whole(1);

  private static final Cbor ES256 = new Cbor.Whole(-7);

  /** {@code x5chain} (RFC 9360, 2). */
  private static final Cbor CHAIN = new Cbor.Whole(33);

  /** COSE_Sign1 (RFC 9052, 2). */
  private static final int SIGN1 = 18;

  private static final int NUMBER_BYTES = 32;

  private final BigInteger secret;
  private final List<X509Certificate> chain;
  private final byte[] protectedHeader;

  /**
   * A key and its chain, without the root.
   *
   * @see CredentialFiles
   */
  SigningCredential(ECPrivateKey key, List<X509Certificate> chain)
      throws CertificateEncodingException {
    this.secret = key.getS();
    this.chain = List.copyOf(chain);
    List<Cbor> certificates = new ArrayList<>();
    for (X509Certificate each : chain) {
      certificates.add(Cbor.of(each.getEncoded()));
    }
    this.protectedHeader =
        new Cbor.Fields(Map.of(ALGORITHM, ES256, CHAIN, Cbor.of(certificates))).encode();
  }

  /** The certificate of the signer. */
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** What identifies key and chain: the header that is signed with every claim. */
  byte[] header() {
    return protectedHeader.clone();
  }

  /** The box with the signature of a claim, which is not in it (C2PA 2.2, 13.2). */
  Superbox sign(byte[] claim) {
    return Superbox.cbor(Superbox.Type.SIGNATURE, "c2pa.signature", message(claim));
  }

  /** The COSE message with the signature of a payload, which is not in it. */
  byte[] message(byte[] payload) {
    byte[] signed =
        Cbor.of(
                List.of(
                    Cbor.of("Signature1"),
                    Cbor.of(protectedHeader),
                    Cbor.of(new byte[0]),
                    Cbor.of(payload)))
            .encode();
    Cbor message =
        Cbor.of(
            List.of(
                Cbor.of(protectedHeader),
                new Cbor.Fields(Map.of()),
                new Cbor.Nothing(),
                Cbor.of(ecdsa(secret, signed))));
    return new Cbor.Tagged(SIGN1, message).encode();
  }

  /** The two numbers of a signature of a message's SHA-256, in 64 bytes. */
  static byte[] ecdsa(BigInteger secret, byte[] message) {
    X9ECParameters curve = SECNamedCurves.getByName("secp256r1");
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(secret, new ECDomainParameters(curve)));
    BigInteger[] numbers = signer.generateSignature(Sha256.newDigest().digest(message));
    byte[] signature = new byte[2 * NUMBER_BYTES];
    BigIntegers.asUnsignedByteArray(numbers[0], signature, 0, NUMBER_BYTES);
    BigIntegers.asUnsignedByteArray(numbers[1], signature, NUMBER_BYTES, NUMBER_BYTES);
    return signature;
  }
}
