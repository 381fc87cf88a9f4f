package io.patchwork.worker.c2pa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.Refused;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.HexFormat;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CredentialFilesTest {

  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  @TempDir private Path folder;
  private TestCredential made;
  private Path key = Path.of("");

  @BeforeEach
  void make() throws Exception {
    made = new TestCredential(folder);
    key = made.key(made.signer);
  }

  private Refused refused(Path keyFile, Path chain) {
    Refused refused =
        catchThrowableOfType(Refused.class, () -> CredentialFiles.read(keyFile, chain, NOW));
    assertThat(refused).isNotNull();
    return refused;
  }

  private void refuses(TestCredential.Certificate certificate, String why) throws Exception {
    Refused refused = refused(key, made.chain(certificate.issue(), made.root()));

    assertThat(refused.code()).isEqualTo(FailureCode.SIGNING_CERTIFICATE);
    assertThat(refused.sentence()).contains(why).contains(";").endsWith(".");
  }

  /** RFC 6979, A.2.5, with SHA-256. */
  @ParameterizedTest
  @CsvSource({
    "sample, EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
        + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
    "test, F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367"
        + "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"
  })
  void aSignatureIsTheOneOfTheStandard(String message, String expected) {
    BigInteger secret =
        new BigInteger("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721", 16);

    byte[] signature = SigningCredential.ecdsa(secret, message.getBytes(StandardCharsets.US_ASCII));

    assertThat(HexFormat.of().withUpperCase().formatHex(signature)).isEqualTo(expected);
  }

  @Test
  void aCertificateThatMaySignIsTakenAndTheRootLeftOut() throws Exception {
    X509CertificateHolder signer = made.certificate().issue();

    SigningCredential credential = CredentialFiles.read(key, made.chain(signer, made.root()), NOW);
    SigningCredential withoutRoot = CredentialFiles.read(key, made.chain(signer), NOW);

    assertThat(credential.certificate().getEncoded()).isEqualTo(signer.getEncoded());
    assertThat(credential.header()).isEqualTo(withoutRoot.header());
  }

  @Test
  void aCertificateThatMayNotSignIsRefused() throws Exception {
    refuses(made.certificate().until(NOW.minusSeconds(1)), "ended on 2026-11-27");
    refuses(made.certificate().from(NOW.plusSeconds(1)), "is valid from 2026-11-27 on");
    refuses(made.certificate().selfSigned(), "is self-signed");
    refuses(made.certificate().authority(), "is that of an authority (CA)");
    refuses(made.certificate().usage(KeyUsage.keyEncipherment), "no digitalSignature");
    refuses(made.certificate().purposes(), "no extended key usage");
    refuses(made.certificate().purposes(KeyPurposeId.id_kp_serverAuth), "no extended key usage");
    refuses(
        made.certificate()
            .purposes(KeyPurposeId.anyExtendedKeyUsage, KeyPurposeId.id_kp_emailProtection),
        "no extended key usage");
  }

  @Test
  void aKeyThatIsNotTheCertificatesIsRefused() throws Exception {
    Path other = made.key(TestCredential.pair());

    Refused refused = refused(other, made.chain(made.certificate().issue()));

    assertThat(refused.code()).isEqualTo(FailureCode.SIGNING_KEY);
    assertThat(refused.sentence()).contains("is not the key of the first certificate");
  }

  @Test
  void aChainThatBreaksIsRefused() throws Exception {
    TestCredential stranger = new TestCredential(Files.createDirectory(folder.resolve("other")));

    Refused refused = refused(key, made.chain(made.certificate().issue(), stranger.root()));

    assertThat(refused.code()).isEqualTo(FailureCode.SIGNING_CERTIFICATE);
    assertThat(refused.sentence()).contains("did not issue the certificate before it");
  }

  @Test
  void filesThatAreNoneAreRefused() throws Exception {
    Path chain = made.chain(made.certificate().issue());
    Path text = Files.writeString(folder.resolve("text"), "no PEM at all");
    Path absent = folder.resolve("absent");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp384r1"));
    KeyPair larger = generator.generateKeyPair();

    assertThat(refused(text, chain).sentence()).contains("is no private key in PEM");
    assertThat(refused(absent, chain).sentence()).contains("does not exist");
    assertThat(refused(made.key(larger), chain).sentence()).contains("is no key of ECDSA on the");
    assertThat(refused(made.key(made.signer), text).sentence()).contains("is no chain of X.509");
    assertThat(refused(key, absent).code()).isEqualTo(FailureCode.SIGNING_CERTIFICATE);
  }
}
