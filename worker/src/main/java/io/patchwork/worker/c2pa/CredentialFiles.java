package io.patchwork.worker.c2pa;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * The operator's key, as PKCS#8 in PEM (RFC 7468), and certificates, as PEM: the signer's first,
 * then each that signed the one before.
 */
public final class CredentialFiles {

  private static final int MAX_BYTES = 256 << 10;

  private CredentialFiles() {}

  /**
   * Reads a key and its chain.
   *
   * @param now the certificates must be valid at
   * @throws Refused if a file is not what it should be, if they do not fit each other, or if C2PA
   *     does not allow the certificate to sign
   */
  public static SigningCredential read(Path keyFile, Path chainFile, Instant now)
      throws IOException, Refused {
    ECPrivateKey key = key(keyFile);
    List<X509Certificate> chain = new ArrayList<>(chain(chainFile));
    try {
      if (!fits(key, chain.getFirst())) {
        throw refused(
            FailureCode.SIGNING_KEY,
            keyFile,
            "is not the key of the first certificate in "
                + chainFile
                + "; give the key that it was issued for, and its certificate first.");
      }
      SigningCertificate.check(chain, chainFile, now);
      if (isSelfIssued(chain.getLast())) {
        chain.removeLast();
      }
      return new SigningCredential(key, chain);
    } catch (GeneralSecurityException e) {
      throw unreadable(chainFile);
    }
  }

  /**
   * Reads the key and the chain of somebody who says who they are.
   *
   * @throws Refused as {@link #read}, and if the certificate may not say who its holder is
   */
  public static NamedActor readActor(
      Path keyFile, Path chainFile, SortedSet<NamedActor.Role> roles, Instant now)
      throws IOException, Refused {
    SigningCredential credential = read(keyFile, chainFile, now);
    try {
      SigningCertificate.checkIdentity(credential.certificate(), chainFile);
    } catch (CertificateException e) {
      throw unreadable(chainFile);
    }
    return new NamedActor(credential, roles);
  }

  private static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static ECPrivateKey key(Path file) throws IOException, Refused {
    PemObject pem;
    try (PemReader reader =
        new PemReader(new StringReader(text(file, FailureCode.SIGNING_KEY, "key")))) {
      pem = reader.readPemObject();
    } catch (IllegalArgumentException e) {
      pem = null;
    }
    if (pem == null || !pem.getType().equals("PRIVATE KEY")) {
      throw refused(
          FailureCode.SIGNING_KEY,
          file,
          "is no private key in PEM (PKCS#8, not encrypted); openssl pkcs8 -topk8 -nocrypt makes"
              + " one of another form.");
    }
    try {
      PrivateKey key =
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pem.getContent()));
      if (key instanceof ECPrivateKey elliptic && isP256(elliptic)) {
        return elliptic;
      }
    } catch (GeneralSecurityException e) {
      // A key of another algorithm is told as one of another curve.
    }
    throw refused(
        FailureCode.SIGNING_KEY,
        file,
        "is no key of ECDSA on the curve P-256 (ES256); have a certificate issued for such a key.");
  }

  private static boolean isP256(ECPrivateKey key) {
    BigInteger order = key.getParams().getOrder();
    return order.equals(SECNamedCurves.getByName("secp256r1").getN());
  }

  private static boolean fits(ECPrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    if (!certificate.getPublicKey().getAlgorithm().equals("EC")) {
      return false;
    }
    byte[] message = "patchwork".getBytes(StandardCharsets.US_ASCII);
    Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
    verifier.initVerify(certificate.getPublicKey());
    verifier.update(message);
    try {
      return verifier.verify(SigningCredential.ecdsa(key.getS(), message));
    } catch (SignatureException anotherCurve) {
      return false;
    }
  }

  private static List<X509Certificate> chain(Path file) throws IOException, Refused {
    byte[] pem =
        text(file, FailureCode.SIGNING_CERTIFICATE, "certificate chain")
            .getBytes(StandardCharsets.ISO_8859_1);
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (CertificateException e) {
      // It is told below.
    }
    throw unreadable(file);
  }

  private static Refused unreadable(Path file) {
    return refused(
        FailureCode.SIGNING_CERTIFICATE,
        file,
        "is no chain of X.509 certificates in PEM; give the signer's certificate and those that"
            + " issued it.");
  }

  private static String text(Path file, FailureCode code, String noun) throws IOException, Refused {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw refused(code, file, "is too large for a " + noun + "; name another file.");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw refused(code, file, "with the " + noun + " does not exist; name another file.");
    }
  }

  private static Refused refused(FailureCode code, Path file, String what) {
    return new Refused(code, "The file " + file + " " + what);
  }
}
