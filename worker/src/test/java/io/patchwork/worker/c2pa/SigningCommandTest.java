package io.patchwork.worker.c2pa;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.common.store.FileObjectStore;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Sha256;
import io.patchwork.worker.cli.PatchworkCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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
