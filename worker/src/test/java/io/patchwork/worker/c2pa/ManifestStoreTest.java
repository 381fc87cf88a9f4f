package io.patchwork.worker.c2pa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.worker.failure.UnexpectedContent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class ManifestStoreTest {

  private static byte[] vector() throws Exception {
    return StoredFilm.resource("patchwork-signed.store.c2pa");
  }

  @Test
  void aStoreIsReadAndWrittenAsItWas() throws Exception {
    ManifestStore store = ManifestStore.read(vector());

    assertThat(store.active().label()).isEqualTo("urn:c2pa:F095F30E-6CD5-4BF7-8C44-CE8420CA9FB7");
    assertThat(store.active().signature()).isPresent();
    assertThat(store.bytes()).isEqualTo(vector());
  }

  @Test
  void aCutStoreIsNone() throws Exception {
    byte[] whole = vector();
    for (int end = 0; end < whole.length; end++) {
      byte[] cut = Arrays.copyOf(whole, end);
      assertThatThrownBy(() -> ManifestStore.read(cut)).isInstanceOf(UnexpectedContent.class);
    }
  }

  /** Whatever the bytes are, they are read or told to be none. */
  @Test
  void aDamagedStoreCausesNoOtherError() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(16);
    int read = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] damaged = vector();
      for (int j = random.nextInt(1, 4); j > 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        ManifestStore.read(damaged);
        read++;
      } catch (UnexpectedContent expected) {
        // As it should be.
      }
    }
    assertThat(read).isPositive().isLessThan(3_000);
  }

  @Test
  void aStoreThatIsTooLargeIsNotRead() {
    byte[] large = new byte[ManifestStore.MAX_BYTES + 1];
    ByteBuffer.wrap(large).putInt(large.length);

    assertThatThrownBy(() -> ManifestStore.read(large))
        .isInstanceOf(UnexpectedContent.class)
        .hasMessageContaining("4194305 bytes");
  }

  private static ManifestStore.Manifest manifest(String label, String content) {
    Superbox signature =
        Superbox.cbor(Superbox.Type.SIGNATURE, "c2pa.signature", Cbor.of(content).encode());
    return new ManifestStore.Manifest(
        label,
        Superbox.of(Superbox.Type.MANIFEST, label, List.of(signature)),
        Optional.of(signature));
  }

  @Test
  void aNameThatWouldBreakAUriIsNotRead() {
    for (String name : List.of("urn:c2pa:a/c2pa.signature", "a#b", "x".repeat(201))) {
      byte[] store = new ManifestStore(List.of(manifest(name, "content"))).bytes();

      assertThatThrownBy(() -> ManifestStore.read(store)).isInstanceOf(UnexpectedContent.class);
    }
  }

  @Test
  void aManifestThatSeveralIngredientsBringIsCopiedOnce() {
    IngredientManifests copied = new IngredientManifests();
    ManifestStore.Manifest inner = manifest("urn:c2pa:inner", "i");
    ManifestStore left = new ManifestStore(List.of(inner, manifest("urn:c2pa:left", "l")));
    ManifestStore right = new ManifestStore(List.of(inner, manifest("urn:c2pa:right", "r")));

    assertThat(copied.add(left)).isEqualTo(IngredientManifests.Outcome.COPIED);
    assertThat(copied.add(right)).isEqualTo(IngredientManifests.Outcome.COPIED);

    assertThat(copied.all())
        .extracting(ManifestStore.Manifest::label)
        .containsExactly("urn:c2pa:inner", "urn:c2pa:left", "urn:c2pa:right");
  }

  @Test
  void aManifestUnderTheNameOfAnotherIsNotCopied() {
    IngredientManifests copied = new IngredientManifests();
    copied.add(new ManifestStore(List.of(manifest("urn:c2pa:a", "one"))));

    assertThat(copied.add(new ManifestStore(List.of(manifest("urn:c2pa:a", "two")))))
        .isEqualTo(IngredientManifests.Outcome.CONFLICTING);
    assertThat(copied.all()).hasSize(1);
  }

  @Test
  void aManifestWithoutSignatureIsNotCopied() {
    IngredientManifests copied = new IngredientManifests();
    Superbox box = Superbox.of(Superbox.Type.MANIFEST, "urn:c2pa:a", List.of());

    assertThat(
            copied.add(
                new ManifestStore(
                    List.of(new ManifestStore.Manifest("urn:c2pa:a", box, Optional.empty())))))
        .isEqualTo(IngredientManifests.Outcome.UNSIGNED);
  }

  @Test
  void manifestsThatHaveNoRoomAreNotCopied() {
    IngredientManifests copied = new IngredientManifests();
    String four = "x".repeat(4 << 20);
    for (String label : List.of("urn:c2pa:a", "urn:c2pa:b", "urn:c2pa:c")) {
      copied.add(new ManifestStore(List.of(manifest(label, four))));
    }

    assertThat(copied.add(new ManifestStore(List.of(manifest("urn:c2pa:d", four)))))
        .isEqualTo(IngredientManifests.Outcome.TOO_LARGE);
    assertThat(copied.all()).hasSize(3);
  }
}
