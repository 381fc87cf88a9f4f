package io.patchwork.worker.c2pa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchwork.schema.event.FailureCode;
import io.patchwork.worker.failure.Failure.Refused;
import io.patchwork.worker.failure.UnexpectedContent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BmffFilmTest {

  private static final byte[] STORE = "a store of manifests".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;

  private static byte[] box(String type, byte[] content) {
    return ByteBuffer.allocate(8 + content.length)
        .putInt(8 + content.length)
        .put(type.getBytes(StandardCharsets.US_ASCII))
        .put(content)
        .array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private Path write(byte[]... parts) throws Exception {
    return Files.write(folder.resolve("film.mp4"), joined(parts));
  }

  private byte[] embedded(Path film) throws Exception {
    Path to = folder.resolve("signed.mp4");
    Files.deleteIfExists(to);
    BmffFilm.open(film).embed(hash -> STORE, to);
    return Files.readAllBytes(to);
  }

  /** C2PA 2.2, A.5.1. */
  @Test
  void theManifestStandsBehindTheFileType() throws Exception {
    byte[] type = box("ftyp", "isom".getBytes(StandardCharsets.US_ASCII));
    byte[] rest = box("mdat", new byte[] {1, 2, 3});

    byte[] signed = embedded(write(type, rest));

    byte[] manifest =
        box(
            "uuid",
            joined(
                HexFormat.of().parseHex("d8fec3d61b0e483c92975828877ec481"),
                new byte[4],
                "manifest\0".getBytes(StandardCharsets.US_ASCII),
                new byte[8],
                STORE));
    assertThat(signed).isEqualTo(joined(type, manifest, rest));
  }

  /** A box of 64 bits, and one that goes on to the end of the file. */
  @Test
  void boxesOfAllSizesAreKept() throws Exception {
    byte[] type = box("ftyp", new byte[4]);
    byte[] large =
        ByteBuffer.allocate(20)
            .putInt(1)
            .put("free".getBytes(StandardCharsets.US_ASCII))
            .putLong(20)
            .putInt(7)
            .array();
    byte[] toTheEnd = box("mdat", new byte[] {1, 2, 3, 4, 5});
    ByteBuffer.wrap(toTheEnd).putInt(0);

    byte[] signed = embedded(write(type, large, toTheEnd));

    assertThat(Arrays.copyOf(signed, type.length)).isEqualTo(type);
    assertThat(Arrays.copyOfRange(signed, signed.length - 33, signed.length))
        .isEqualTo(joined(large, toTheEnd));
  }

  @Test
  void aFilmThatHasAManifestIsRefused() throws Exception {
    Path film = write(box("ftyp", new byte[4]), box("mdat", new byte[4]));
    Path signed = Files.write(folder.resolve("again.mp4"), embedded(film));

    assertThatThrownBy(() -> BmffFilm.open(signed))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(FailureCode.UNSUPPORTED_FORMAT));
  }

  @Test
  void aDamagedFilmIsNotRead() throws Exception {
    byte[] type = box("ftyp", new byte[4]);
    byte[] media = box("mdat", new byte[4]);
    byte[] cut = Arrays.copyOf(media, media.length - 1);

    for (byte[] film :
        new byte[][] {
          new byte[0], joined(media, type), joined(type, cut), joined(type, new byte[3])
        }) {
      Path file = write(film);
      assertThatThrownBy(() -> BmffFilm.open(file)).isInstanceOf(UnexpectedContent.class);
    }
  }
}
