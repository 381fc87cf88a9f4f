package io.patchwork.worker.c2pa;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** An authority made for a test, and what it issues. */
final class TestCredential {

  static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
  static final Instant END = Instant.parse("2049-12-31T00:00:00Z");

  private final X500Name root;
  private final X500Name subject;

  private final KeyPair authority = pair();
  final KeyPair signer = pair();
  private final Path folder;

  TestCredential(Path folder) throws Exception {
    this(folder, "Test");
  }

  /** An authority of another name, as a validator knows them apart. */
  TestCredential(Path folder, String name) throws Exception {
    this.folder = folder;
    this.root = name(name + " Root");
    this.subject = name(name + " Signer");
  }

  private static X500Name name(String common) {
    return new X500Name("C=DE,O=Patchwork Tests,CN=" + common);
  }

  static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** A certificate with what a test asks of it. */
  final class Certificate {
    private Instant start = START;
    private Instant end = END;
    private boolean isAuthority;
    private boolean isSelfSigned;
    private int usage = KeyUsage.digitalSignature;
    private List<KeyPurposeId> purposes = List.of(KeyPurposeId.id_kp_emailProtection);

    Certificate from(Instant from) {
      start = from;
      return this;
    }

    Certificate until(Instant until) {
      end = until;
      return this;
    }

    Certificate authority() {
      isAuthority = true;
      return this;
    }

    Certificate selfSigned() {
      isSelfSigned = true;
      return this;
    }

    Certificate usage(int bits) {
      usage = bits;
      return this;
    }

    Certificate purposes(KeyPurposeId... wanted) {
      purposes = List.of(wanted);
      return this;
    }

    X509CertificateHolder issue() throws Exception {
      X509v3CertificateBuilder builder =
          builder(isSelfSigned ? subject : root, 2, start, end, subject, signer);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      if (!purposes.isEmpty()) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
      }
      KeyPair issuer = isSelfSigned ? signer : authority;
      X509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(
              SubjectPublicKeyInfo.getInstance(issuer.getPublic().getEncoded())));
      return builder.build(
          new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate()));
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, int serial, Instant start, Instant end, X500Name subject, KeyPair keys) {
    return new X509v3CertificateBuilder(
        issuer,
        BigInteger.valueOf(serial),
        Date.from(start),
        Date.from(end),
        subject,
        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
  }

  Certificate certificate() {
    return new Certificate();
  }

  X509CertificateHolder root() throws Exception {
    X509v3CertificateBuilder builder = builder(root, 1, START, END, root, authority);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return builder.build(
        new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()));
  }

  static String pem(X509CertificateHolder certificate) throws Exception {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  private static String pem(String type, byte[] content) throws Exception {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    }
    return text.toString();
  }

  Path key(KeyPair keys) throws Exception {
    return Files.writeString(
        folder.resolve("key.pem"), pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
  }

  Path chain(X509CertificateHolder... certificates) throws Exception {
    List<String> all = new ArrayList<>();
    for (X509CertificateHolder each : certificates) {
      all.add(pem(each));
    }
    return Files.writeString(folder.resolve("chain.pem"), String.join("", all));
  }

  /** Who signs a film, with nobody's word of their own. */
  Signers signers() throws Exception {
    return new Signers(credential(), Optional.empty());
  }

  /** The credential of a certificate that may sign. */
  SigningCredential credential() throws Exception {
    return CredentialFiles.read(
        key(signer), chain(certificate().issue(), root()), START.plusSeconds(1));
  }
}
