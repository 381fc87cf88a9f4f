package io.patchwork.worker.c2pa;

import static io.patchwork.worker.c2pa.SignedUploads.NO_BYTES;
import static io.patchwork.worker.c2pa.SignedUploads.chunk;
import static io.patchwork.worker.c2pa.SignedUploads.cut;
import static io.patchwork.worker.c2pa.SignedUploads.id3;
import static io.patchwork.worker.c2pa.SignedUploads.joined;
import static io.patchwork.worker.c2pa.SignedUploads.jpeg;
import static io.patchwork.worker.c2pa.SignedUploads.object;
import static io.patchwork.worker.c2pa.SignedUploads.packet;
import static io.patchwork.worker.c2pa.SignedUploads.png;
import static io.patchwork.worker.c2pa.SignedUploads.riff;
import static io.patchwork.worker.c2pa.SignedUploads.riffChunk;
import static io.patchwork.worker.c2pa.SignedUploads.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.worker.failure.UnexpectedContent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class EmbeddedManifestsTest {

  private static final String MEDIA_TYPE = "application/c2pa";

  @TempDir private Path folder;
  private byte[] store = NO_BYTES;

  /** The first packet's part of the store, and the second's. */
  private byte[] head = NO_BYTES;

  private byte[] first = NO_BYTES;
  private byte[] second = NO_BYTES;

  @BeforeEach
  void read() throws Exception {
    store = StoredFilm.resource("patchwork-signed.store.c2pa");
    head = cut(store, 0, 8);
    first = cut(store, 8, 1000);
    second = cut(store, 1000, store.length);
  }

  private Path file(byte[] bytes) throws Exception {
    return Files.write(folder.resolve("upload"), bytes);
  }

  private void assertHolds(byte[] upload) throws Exception {
    assertThat(EmbeddedManifests.areIn(file(upload))).isTrue();
    assertThat(EmbeddedManifests.read(file(upload))).isEqualTo(store);
  }

  private void assertHoldsNone(byte[] upload) throws Exception {
    assertThat(EmbeddedManifests.areIn(file(upload))).isFalse();
  }

  private void assertIsDamaged(byte[] upload, String why) throws Exception {
    assertThat(EmbeddedManifests.areIn(file(upload))).isTrue();
    assertThatThrownBy(() -> EmbeddedManifests.read(file(upload)))
        .isInstanceOf(UnexpectedContent.class)
        .hasMessageContaining(why);
  }

  /** As the library of the Content Authenticity Initiative writes them. */
  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "wav", "avi", "webp", "mp3", "flac"})
  void theManifestsOfASignedFileAreFound(String extension) throws Exception {
    Path upload = file(SignedUploads.of(extension));

    assertThat(EmbeddedManifests.areIn(upload)).isTrue();
    ManifestStore found = ManifestStore.read(EmbeddedManifests.read(upload));
    assertThat(found.manifests()).hasSize(1);
    assertThat(found.active().label()).startsWith("urn:c2pa:");
    assertThat(found.active().signature()).isPresent();
  }

  @Test
  void packetsOfAJpegAreJoined() throws Exception {
    byte[] other = packet(9, 1, head, new byte[40]);
    byte[] text =
        segment(
            0xeb, "no JUMBF but longer than any head of it".getBytes(StandardCharsets.US_ASCII));
    byte[] fill = {(byte) 0xff, (byte) 0xff};

    assertHolds(jpeg(packet(1, 1, head, cut(store, 8, store.length))));
    assertHolds(
        jpeg(segment(0xe0, new byte[14]), packet(1, 1, head, first), packet(1, 2, head, second)));
    assertHolds(
        jpeg(other, text, packet(1, 1, head, first), other, fill, packet(1, 2, head, second)));
    assertHoldsNone(jpeg(other, text));
    assertHoldsNone(jpeg());
    // What stands behind the picture is no part of the file's head.
    assertHoldsNone(joined(jpeg(), packet(1, 1, head, cut(store, 8, store.length))));
  }

  @Test
  void packetsOfAJpegThatDoNotFitAreDamage() throws Exception {
    byte[] one = packet(1, 1, head, first);
    byte[] two = packet(1, 2, head, second);
    byte[] otherHead = head.clone();
    otherHead[3]++;

    assertIsDamaged(jpeg(one, one, two), "out of order");
    assertIsDamaged(jpeg(one, two, two), "out of order");
    assertIsDamaged(jpeg(one, packet(1, 3, head, second)), "out of order");
    assertIsDamaged(jpeg(one, packet(1, 2, otherHead, second)), "out of order");
    assertIsDamaged(jpeg(packet(1, 2, head, first), two), "without its first packet");
    assertIsDamaged(jpeg(one), "cut");
    assertIsDamaged(jpeg(one, two, packet(2, 1, head, first)), "more than one");
    assertIsDamaged(cut(jpeg(one, two), 0, 1500), "cut");
    byte[][] empty = new byte[10_001][];
    empty[0] = one;
    for (int i = 1; i < empty.length; i++) {
      empty[i] = packet(1, i + 1, head, NO_BYTES);
    }
    assertIsDamaged(jpeg(empty), "too many parts");
  }

  /** The order of packets of a real file. */
  @Test
  void aSignedJpegWhosePacketsAreInAnotherOrderIsDamaged() throws Exception {
    byte[] signed = SignedUploads.of("jpg");
    List<byte[]> segments = SignedUploads.segments(signed);
    List<Integer> packets = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i)[1] == (byte) 0xeb) {
        packets.add(i);
      }
    }
    assertThat(packets).hasSize(3);
    Collections.swap(segments, packets.get(1), packets.get(2));

    assertIsDamaged(joined(cut(signed, 0, 2), joined(segments)), "out of order");
  }

  @Test
  void aPngHasOneChunk() throws Exception {
    byte[] chunk = chunk("caBX", store);
    byte[] picture = chunk("IDAT", new byte[100]);

    assertHolds(png(chunk, picture));
    assertHolds(png(picture, picture, chunk));
    assertHoldsNone(png(picture));
    assertHoldsNone(joined(png(picture), chunk));
    assertIsDamaged(png(chunk, chunk, picture), "more than one");
    assertIsDamaged(cut(png(chunk), 0, 200), "cut");
    assertIsDamaged(png(chunk("caBX", cut(store, 0, 100))), "cut");
    assertIsDamaged(png(chunk("caBX", NO_BYTES)), "cut");
    assertIsDamaged(png(chunk("caBX", new byte[(4 << 20) + 1])), "too large");
    byte[] endless = png(chunk);
    Arrays.fill(endless, 33, 37, (byte) 0xff);
    assertIsDamaged(endless, "cut");
  }

  @Test
  void aRiffFileHasOneChunk() throws Exception {
    byte[] chunk = riffChunk("C2PA", store);
    byte[] odd = riffChunk("note", new byte[3]);
    byte[] endless =
        joined("data".getBytes(StandardCharsets.US_ASCII), new byte[] {-1, -1, -1, -1});

    assertHolds(riff(odd, chunk));
    assertHolds(riff(chunk, odd, endless));
    assertHoldsNone(riff(odd, endless));
    // Another form follows the first.
    assertHoldsNone(joined(riff(odd), chunk));
    assertIsDamaged(riff(chunk, odd, chunk), "more than one");
    assertIsDamaged(cut(riff(odd, chunk), 0, 300), "cut");
    assertIsDamaged(riff(riffChunk("C2PA", NO_BYTES)), "cut");
  }

  @Test
  void aTagOfId3HasOneObject() throws Exception {
    byte[] narrow = object(0, StandardCharsets.ISO_8859_1, MEDIA_TYPE, store);
    byte[] wide = object(1, StandardCharsets.UTF_16, MEDIA_TYPE, store);
    byte[] other = object(3, StandardCharsets.UTF_8, "image/png", store);

    assertHolds(id3(narrow));
    assertHolds(id3(other, wide));
    assertHolds(id3(object(3, StandardCharsets.UTF_8, "application/x-c2pa-manifest-store", store)));
    assertHoldsNone(id3(other));
    assertIsDamaged(id3(narrow, wide), "more than one");
    assertIsDamaged(cut(id3(wide), 0, 300), "cut");
    byte[] unsynchronised = id3(narrow);
    unsynchronised[5] = (byte) 0x80;
    assertHoldsNone(unsynchronised);
  }

  @Test
  void anMp4HasOneBox() throws Exception {
    byte[] film = StoredFilm.resource("patchwork-unsigned.mp4");
    byte[] box = BmffFilm.box(store);

    assertHolds(joined(film, box));
    // The film is cut behind its manifest.
    assertHolds(joined(cut(film, 0, 32), box, cut(film, 32, film.length - 1000)));
    assertIsDamaged(joined(film, box, box), "more than one");
    assertIsDamaged(joined(film, cut(box, 0, 500)), "cut");
  }

  /** Heads that are all there is: a file of nothing but them ends within the test's time. */
  @Test
  void aFileOfManySmallPartsHasAnEnd() throws Exception {
    byte[] chunks = new byte[2_400_000];
    ByteBuffer all = ByteBuffer.wrap(chunks);
    while (all.hasRemaining()) {
      all.putInt(0).putInt(0x74455874).putInt(0);
    }

    assertHoldsNone(png(chunks));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "wav", "avi", "webp", "mp3", "flac"})
  void aDamagedFileCausesNoOtherError(String extension) throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    byte[] signed = SignedUploads.of(extension);
    int read = 0;
    int damaged = 0;
    int none = 0;
    for (int i = 0; i < 60; i++) {
      byte[] changed =
          Arrays.copyOf(
              signed, random.nextBoolean() ? signed.length : random.nextInt(signed.length));
      for (int j = random.nextInt(8); j > 0 && changed.length > 0; j--) {
        // Half of them where the heads are.
        int bound = random.nextBoolean() ? Math.min(200, changed.length) : changed.length;
        changed[random.nextInt(bound)] = (byte) random.nextInt();
      }
      Path upload = file(changed);
      boolean isThere = EmbeddedManifests.areIn(upload);
      try {
        EmbeddedManifests.read(upload);
        read++;
        assertThat(isThere).isTrue();
      } catch (UnexpectedContent expected) {
        if (isThere) {
          damaged++;
        } else {
          none++;
        }
      }
    }
    assertThat(List.of(read, damaged, none)).allMatch(count -> count > 0);
  }
}
