package io.patchwork.worker.c2pa;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.job.Contributor;
import io.patchwork.schema.lineage.Credit;
import io.patchwork.schema.lineage.Lineage;
import io.patchwork.schema.lineage.People;
import io.patchwork.schema.lineage.RenderRevision;
import io.patchwork.worker.cli.PatchworkCommand;
import io.patchwork.worker.render.LineageVersions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code patchwork c2pa}. */
final class SigningCommandTest {

  @TempDir private Path folder;
  private TestCredential made;
  private String key = "";
  private String chain = "";
  private byte[] film = new byte[0];
  private final StringWriter said = new StringWriter();

  @BeforeEach
  void render() throws Exception {
    made = new TestCredential(folder);
    key = made.key(made.signer).toString();
    chain = made.chain(made.certificate().issue(), made.root()).toString();
    film = StoredFilm.resource("patchwork-unsigned.mp4");
    put(film, "film.mp4", "video/mp4");
  }

  private Path store() {
    return folder.resolve("store");
  }

  private void put(byte[] bytes, String name, String mediaType) {
    try (ObjectStore store = new FileObjectStore(store())) {
      StoredFilm.put(store, StoredFilm.lineage(), bytes, name, mediaType);
    }
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("c2pa", "--local", store().toString()));
    all.addAll(Arrays.asList(arguments));
    return PatchworkCommand.commandLine()
        .setErr(new PrintWriter(said, true))
        .execute(all.toArray(String[]::new));
  }

  private List<Path> signed() throws Exception {
    try (Stream<Path> files = Files.walk(store().resolve("renders"))) {
      return files
          .filter(file -> file.toString().contains("/c2pa/") && file.toString().endsWith(".mp4"))
          .toList();
    }
  }

  @Test
  void theSignedFilmIsStoredBesideTheRenderedOneAndCopied() throws Exception {
    Path out = folder.resolve("signed.mp4");

    int code = run("film", "--key", key, "--chain", chain, "--out", out.toString());

    assertThat(code).as(said.toString()).isZero();
    assertThat(signed()).hasSize(1);
    byte[] copy = Files.readAllBytes(out);
    assertThat(signed().getFirst()).hasBinaryContent(copy);
    assertThat(copy).hasSizeGreaterThan(film.length);
    try (ObjectStore store = new FileObjectStore(store())) {
      assertThat(store.list("renders/outputs/" + Sha256.of(copy) + "/").count()).isEqualTo(1);
      assertThat(store.list("c2pa/").count()).isEqualTo(2);
    }
  }

  @Test
  void withoutAKeyTheFilmStaysUnsignedAndThatIsSaid() throws Exception {
    assertThat(run("film", "--chain", chain)).isEqualTo(2);
    assertThat(said.toString()).contains("The film stays unsigned: there is no key; give");
    assertThat(run("film", "--key", key)).isEqualTo(2);
    assertThat(said.toString()).contains("there is no certificate; give");
    assertThat(signed()).isEmpty();
  }

  @Test
  void aRefusalHasItsCode() throws Exception {
    assertThat(run("another", "--key", key, "--chain", chain)).isEqualTo(1);
    assertThat(said.toString()).contains("source_not_found: There is no render \"another\"");
    assertThat(run("film", "--key", chain, "--chain", chain)).isEqualTo(1);
    assertThat(said.toString()).contains("signing_key: The file");
    String selfSigned = made.chain(made.certificate().selfSigned().issue()).toString();
    assertThat(run("film", "--key", key, "--chain", selfSigned)).isEqualTo(1);
    assertThat(said.toString()).contains("signing_certificate: The signer's certificate");
    assertThat(signed()).isEmpty();
  }

  @Test
  void theSignerSaysWhatItIsOfTheFilm() throws Exception {
    assertThat(
            run(
                "film",
                "--key",
                key,
                "--chain",
                chain,
                "--identity-role",
                "publisher",
                "--identity-role",
                "producer"))
        .as(said.toString())
        .isZero();
    assertThat(new String(Files.readAllBytes(signed().getFirst()), StandardCharsets.ISO_8859_1))
        .contains("cawg.identity")
        .contains("cawg.producer")
        .contains("cawg.publisher")
        .contains("cawg.x509.cose");
  }

  @Test
  void withoutItsWordNothingIsSaidOfIt() throws Exception {
    assertThat(run("film", "--key", key, "--chain", chain)).isZero();
    assertThat(new String(Files.readAllBytes(signed().getFirst()), StandardCharsets.ISO_8859_1))
        .doesNotContain("cawg.identity");
  }

  @Test
  void anIdentityIsSaidCompletelyOrNotAtAll() throws Exception {
    String signer = "--key " + key + " --chain " + chain;

    assertThat(run(("film " + signer + " --identity-key " + key).split(" "))).isEqualTo(2);
    assertThat(said.toString()).contains("give --identity-key and --identity-chain together");
    assertThat(
            run(
                ("film " + signer + " --identity-key " + key + " --identity-chain " + chain)
                    .split(" ")))
        .isEqualTo(2);
    assertThat(said.toString()).contains("give --identity-role ROLE");
    assertThat(run(("film " + signer + " --identity-role camera").split(" "))).isEqualTo(2);
    assertThat(said.toString()).contains("camera");
    Path claims =
        made.chain(
            made.certificate()
                .purposes(
                    KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.4.1.62558.2.1")))
                .issue());
    assertThat(
            run("film", "--key", key, "--chain", claims.toString(), "--identity-role", "publisher"))
        .isEqualTo(1);
    assertThat(said.toString()).contains("cannot say who its holder is; have one issued");
    assertThat(signed()).isEmpty();
  }

  @Test
  void whoWasCorrectedIsInTheFilmSignedNext() throws Exception {
    assertThat(run("film", "--key", key, "--chain", chain)).isZero();
    List<Path> before = signed();
    try (ObjectStore store = new FileObjectStore(store())) {
      LineageVersions versions = new LineageVersions(store);
      Lineage lineage = StoredFilm.lineage();
      LineageVersions.Version first =
          versions.latest(new RenderRevision(lineage.render(), lineage.revision())).orElseThrow();
      List<Credit> credits =
          lineage.credits().stream()
              .map(credit ->
                  credit.by(List.of(new Contributor(new Id("eve"), "Eve Adams", null)), null))
              .toList();
      People people =
          new People(
              lineage.render(),
              lineage.revision(),
              first.uses(),
              first.digest(),
              List.of(),
              credits);
      assertThat(versions.add(first, people)).isTrue();
    }

    assertThat(run("film", "--key", key, "--chain", chain)).isZero();

    List<Path> after = new ArrayList<>(signed());
    after.removeAll(before);
    assertThat(after).hasSize(1);
    assertThat(new String(Files.readAllBytes(after.getFirst()), StandardCharsets.UTF_8))
        .contains("\"dc:contributor\":[\"Eve Adams\",\"runner\"]")
        .doesNotContain("maker-of-va");
  }

  @Test
  void aFilmThatIsNotAsItWasRenderedIsNotSigned() throws Exception {
    Path stored;
    try (Stream<Path> files = Files.walk(store().resolve("renders"))) {
      stored = files.filter(file -> file.endsWith("film.mp4")).findFirst().orElseThrow();
    }
    byte[] changed = film.clone();
    changed[changed.length - 1] ^= 1;
    Files.write(stored, changed);

    assertThat(run("film", "--key", key, "--chain", chain)).isEqualTo(1);
    assertThat(said.toString()).contains("source_changed: The film renders/film/");
    assertThat(signed()).isEmpty();
  }
}
