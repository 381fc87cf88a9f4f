package io.patchwork.worker.c2pa;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.Refused;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** What C2PA asks of the certificate that a claim is signed with (C2PA 2.2, 14.5.1). */
final class SigningCertificate {

  private static final int VERSION = 3;
  private static final int DIGITAL_SIGNATURE = 0;
  private static final String ANY_USAGE = "2.5.29.37.0";
  private static final String AUTHORITY_KEY = "2.5.29.35";

  private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
  private static final String DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36";

  /** Two that others use, too, and C2PA's own. */
  private static final Set<String> USAGES =
      Set.of(EMAIL_PROTECTION, DOCUMENT_SIGNING, "1.3.6.1.4.1.62558.2.1");

  private static final Set<String> IDENTITY_USAGES = Set.of(EMAIL_PROTECTION, DOCUMENT_SIGNING);

  private SigningCertificate() {}

  /**
   * Checks a chain, the signer's certificate first.
   *
   * @throws Refused if the signer's may not sign, one is not valid now, or one did not issue the
   *     one before
   */
  static void check(List<X509Certificate> chain, Path file, Instant now)
      throws Refused, GeneralSecurityException {
    X509Certificate signer = chain.getFirst();
    if (signer.getSubjectX500Principal().equals(signer.getIssuerX500Principal())) {
      throw refused(file, "is self-signed; have one issued by an authority that readers trust");
    }
    if (signer.getBasicConstraints() >= 0) {
      throw refused(file, "is that of an authority (CA); put the signer's own certificate first");
    }
    for (X509Certificate each : chain) {
      if (now.isAfter(each.getNotAfter().toInstant())) {
        throw refused(
            file,
            which(each, signer) + "ended on " + day(each.getNotAfter()) + "; have it renewed");
      }
      if (now.isBefore(each.getNotBefore().toInstant())) {
        throw refused(
            file,
            which(each, signer)
                + "is valid from "
                + day(each.getNotBefore())
                + " on; check the clock of this machine, or sign then");
      }
    }
    checkUsage(signer, file);
    for (int i = 1; i < chain.size(); i++) {
      checkIssuer(chain.get(i - 1), chain.get(i), file);
    }
  }

  /**
   * Checks that a certificate may also say who its holder is (CAWG Identity Assertion 1.2, 8.2.4).
   *
   * @throws Refused if not
   */
  static void checkIdentity(X509Certificate signer, Path file)
      throws Refused, CertificateException {
    List<String> usages = signer.getExtendedKeyUsage();
    if (usages == null || usages.stream().noneMatch(IDENTITY_USAGES::contains)) {
      throw refused(
          file,
          "cannot say who its holder is; have one issued with the extended key usage"
              + " documentSigning or emailProtection");
    }
  }

  private static void checkUsage(X509Certificate signer, Path file)
      throws Refused, CertificateException {
    boolean[] keyUsage = signer.getKeyUsage();
    if (keyUsage == null || !keyUsage[DIGITAL_SIGNATURE]) {
      throw refused(
          file, "may not sign: its key usage has no digitalSignature; have one issued with it");
    }
    List<String> usages = signer.getExtendedKeyUsage();
    if (usages == null
        || usages.contains(ANY_USAGE)
        || usages.stream().noneMatch(USAGES::contains)) {
      throw refused(
          file,
          "has no extended key usage that C2PA allows; have one issued with emailProtection,"
              + " documentSigning or C2PA's own, and without anyExtendedKeyUsage");
    }
    if (signer.getVersion() != VERSION || signer.getExtensionValue(AUTHORITY_KEY) == null) {
      throw refused(file, "has no authority key identifier (X.509 v3); have one issued with it");
    }
  }

  private static void checkIssuer(X509Certificate issued, X509Certificate issuer, Path file)
      throws Refused {
    try {
      if (issuer.getBasicConstraints() >= 0
          && issued.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
        issued.verify(issuer.getPublicKey());
        return;
      }
    } catch (GeneralSecurityException e) {
      // It is told below.
    }
    throw new Refused(
        FailureCode.SIGNING_CERTIFICATE,
        "In the file "
            + file
            + ", "
            + issuer.getSubjectX500Principal()
            + " did not issue the certificate before it; give the signer's certificate first, then"
            + " each that issued the one before.");
  }

  private static String which(X509Certificate each, X509Certificate signer) {
    return each.equals(signer)
        ? ""
        : "was issued by " + each.getSubjectX500Principal() + ", which ";
  }

  private static String day(Date date) {
    return date.toInstant().toString().substring(0, "2026-01-01".length());
  }

  private static Refused refused(Path file, String what) {
    return new Refused(
        FailureCode.SIGNING_CERTIFICATE,
        "The signer's certificate in the file " + file + " " + what + ".");
  }
}
