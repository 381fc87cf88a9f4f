package io.patchwork.worker.c2pa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.worker.failure.UnexpectedContent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WellFormedTest {

  @TempDir private Path folder;

  private static byte[] store(byte[] cbor) {
    return Superbox.cbor(Superbox.Type.CBOR, "c2pa.actions", cbor).bytes();
  }

  private static byte[] store(String hex) {
    return store(HexFormat.of().parseHex(hex));
  }

  /** Examples of RFC 8949, appendix A, with lengths that are not told before. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "00",
        "3bffffffffffffffff",
        "f90001",
        "fb3ff199999999999a",
        "f5",
        "f8ff",
        "5f42010243030405ff",
        "7f657374726561646d696e67ff",
        "9f018202039f0405ffff",
        "bf61610161629f0203ffff",
        "c11a514b67b0",
        "d818456449455446",
        "826161bf61626163ff"
      })
  void whatTheStandardShowsIsWellFormed(String hex) {
    assertThatCode(() -> WellFormed.check(store(hex))).doesNotThrowAnyException();
  }

  /** Examples of RFC 8949, appendix F. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "18",
        "5affffffff00",
        "5bffffffffffffffff010203",
        "9affffffff00",
        "9bffffffffffffffff",
        "baffffffff00",
        "a100",
        "c0",
        "1c",
        "1f",
        "3f",
        "df",
        "ff",
        "81ff",
        "bf00ff",
        "9f8000",
        "0000",
        ""
      })
  void whatIsCutOrBrokenIsNot(String hex) {
    assertThatThrownBy(() -> WellFormed.check(store(hex))).isInstanceOf(UnexpectedContent.class);
  }

  @Test
  void whatIsTooDeepIsNot() throws Exception {
    byte[] nested = new byte[100_000];
    Arrays.fill(nested, (byte) 0x81);
    nested[nested.length - 1] = 0;

    assertThatThrownBy(() -> WellFormed.check(store(nested)))
        .isInstanceOf(UnexpectedContent.class)
        .hasMessageContaining("too deep");
    Superbox box = Superbox.cbor(Superbox.Type.CBOR, "x", new byte[] {0});
    for (int i = 0; i < 40; i++) {
      box = Superbox.of(Superbox.Type.MANIFEST, "x", List.of(box));
    }
    byte[] boxes = box.bytes();
    assertThatThrownBy(() -> WellFormed.check(boxes)).hasMessageContaining("too deep");
  }

  private Path film(byte[] store) throws Exception {
    byte[] type = Arrays.copyOf(StoredFilm.resource("patchwork-unsigned.mp4"), 32);
    byte[] box = BmffFilm.box(store);
    byte[] film = Arrays.copyOf(type, type.length + box.length);
    System.arraycopy(box, 0, film, type.length, box.length);
    return Files.write(folder.resolve("film.mp4"), film);
  }

  @Test
  void theManifestsOfAFilmAreFound() throws Exception {
    byte[] store = StoredFilm.resource("patchwork-signed.store.c2pa");
    // Padding is no part of it.
    Path film = film(Arrays.copyOf(store, store.length + 100));

    assertThat(EmbeddedManifests.areIn(film)).isTrue();
    assertThat(EmbeddedManifests.read(film)).isEqualTo(store);
    Path other =
        Files.write(folder.resolve("plain.mp4"), StoredFilm.resource("patchwork-unsigned.mp4"));
    assertThat(EmbeddedManifests.areIn(other)).isFalse();
    assertThat(EmbeddedManifests.areIn(Files.writeString(folder.resolve("text"), "no boxes here")))
        .isFalse();
  }

  @Test
  void damagedManifestsCauseNoOtherError() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(16);
    byte[] store = StoredFilm.resource("patchwork-signed.store.c2pa");
    int read = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = store.clone();
      for (int j = random.nextInt(1, 6); j > 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        EmbeddedManifests.read(film(damaged));
        read++;
      } catch (UnexpectedContent expected) {
        // As it should be.
      }
    }
    assertThat(read).isBetween(1, 299);
  }
}
