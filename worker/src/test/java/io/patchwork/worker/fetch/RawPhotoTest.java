package io.patchwork.worker.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in the raw photos of cameras. */
final class RawPhotoTest {

  private static final int DNG_VERSION = 50706;
  private static final byte[] JPEG = {
    (byte) 0xFF, (byte) 0xD8, 1, 2, 3, 4, (byte) 0xFF, (byte) 0xD9
  };

  @TempDir Path temp;

  private static void directory(ByteBuffer tiff, int[]... entries) {
    tiff.putShort((short) entries.length);
    for (int[] entry : entries) {
      tiff.putShort((short) entry[0]).putShort((short) 4).putInt(1).putInt(entry[1]);
    }
    tiff.putInt(0);
  }

  private static ByteBuffer tiff(ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.wrap(new byte[600]).order(order);
    tiff.put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII))
        .putShort((short) 42);
    return tiff.putInt(8);
  }

  /** A small picture, then samples of a sensor and a preview in directories below it. */
  private static byte[] dng(ByteOrder order, int orientation) {
    ByteBuffer tiff = tiff(order);
    directory(
        tiff,
        new int[] {262, 2},
        new int[] {274, orientation},
        new int[] {330, 200},
        new int[] {DNG_VERSION, 0x104});
    tiff.position(200);
    directory(tiff, new int[] {262, 32803}, new int[] {259, 7}, new int[] {330, 300});
    tiff.position(300);
    directory(
        tiff,
        new int[] {256, 9},
        new int[] {257, 6},
        new int[] {259, 7},
        new int[] {262, 6},
        new int[] {273, 500},
        new int[] {279, JPEG.length});
    tiff.position(500);
    tiff.put(JPEG);
    return bytes(tiff);
  }

  private static byte[] bytes(ByteBuffer tiff) {
    byte[] bytes = new byte[tiff.capacity()];
    tiff.get(0, bytes);
    return bytes;
  }

  private Path file(byte[] bytes) throws Exception {
    return Files.write(temp.resolve("photo"), bytes);
  }

  @Test
  void aDngIsToldFromAScanByWhatItSaysOfItself() throws Exception {
    ByteBuffer scan = tiff(ByteOrder.LITTLE_ENDIAN);
    directory(scan, new int[] {262, 2}, new int[] {259, 1});
    ByteBuffer raw = tiff(ByteOrder.LITTLE_ENDIAN);
    directory(raw, new int[] {262, 32803}, new int[] {513, 500}, new int[] {514, 8});

    assertThat(Sniffer.of(file(dng(ByteOrder.LITTLE_ENDIAN, 1)), "x.dng").mediaType())
        .isEqualTo("image/x-adobe-dng");
    assertThat(Sniffer.of(file(bytes(raw)), "x.nef").mediaType()).isEqualTo("image/x-raw");
    assertThat(Sniffer.of(file(bytes(scan)), "x.tif").mediaType()).isEqualTo("image/tiff");
  }

  @Test
  void itsPreviewIsTheJpegAndIsTurnedAsThePhotoIs() throws Exception {
    Files.createDirectories(temp.resolve("in"));
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      Path upright = file(dng(order, 1));
      RawPhoto photo = RawPhoto.in(upright).orElseThrow();
      String copy = photo.copied(photo.preview().orElseThrow(), temp, "a", upright);
      assertThat(temp.resolve("in").resolve(copy)).hasBinaryContent(JPEG);

      Path lying = file(dng(order, 6));
      RawPhoto turned = RawPhoto.in(lying).orElseThrow();
      byte[] withTurn =
          Files.readAllBytes(
              temp.resolve("in")
                  .resolve(turned.copied(turned.preview().orElseThrow(), temp, "b", lying)));
      assertThat(withTurn).hasSize(JPEG.length + 36).startsWith(0xFF, 0xD8, 0xFF, 0xE1, 0, 34);
      assertThat(withTurn[31]).isEqualTo((byte) 6);
    }
  }

  @Test
  void whatIsDamagedIsNoRawPhotoAndEndsNothing() throws Exception {
    byte[] whole = dng(ByteOrder.LITTLE_ENDIAN, 1);
    Random random = new Random(4);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j < 3; j++) {
        damaged[4 + random.nextInt(360)] = (byte) random.nextInt();
      }
      RawPhoto.in(file(damaged))
          .flatMap(RawPhoto::preview)
          .ifPresent(preview ->
              assertThat(preview.at() + preview.bytes()).isLessThanOrEqualTo(whole.length));
    }
  }

  @Test
  void aTiffWithLongOffsetsIsNamed() throws Exception {
    byte[] big = new byte[64];
    System.arraycopy(new byte[] {'M', 'M', 0, 43, 0, 8}, 0, big, 0, 6);

    assertThat(Sniffer.of(file(big), "big.tif").mediaType()).isEqualTo("image/x-bigtiff");
  }
}
