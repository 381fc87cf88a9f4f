package io.patchwork.worker.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text and profiles of PNG that grow beyond all use when they are inflated. */
final class PngAttachmentsTest {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
  private static final byte[] IHDR = chunk("IHDR", new byte[13]);
  private static final byte[] IDAT = chunk("IDAT", new byte[] {1, 2, 3});
  private static final byte[] IEND = chunk("IEND", new byte[0]);

  @TempDir Path temp;

  private static byte[] chunk(String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(data);
    return ByteBuffer.allocate(data.length + 12)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) checksum.getValue())
        .array();
  }

  private static byte[] joined(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.write(part);
    }
    return all.toByteArray();
  }

  private static byte[] deflated(int mebibytes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
      for (int i = 0; i < mebibytes; i++) {
        deflater.write(new byte[1 << 20]);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] text(String type, String head, int mebibytes) throws IOException {
    byte[] fields = head.getBytes(StandardCharsets.ISO_8859_1);
    return chunk(type, joined(fields, deflated(mebibytes)));
  }

  private byte[] mended(byte[]... chunks) throws Exception {
    Path png = Files.write(temp.resolve("a.png"), joined(SIGNATURE, joined(chunks)));
    Optional<PngAttachments> found = PngAttachments.in(png);
    if (found.isEmpty()) {
      return Files.readAllBytes(png);
    }
    found.get().mend(png, temp.resolve("mended.png"));
    return Files.readAllBytes(temp.resolve("mended.png"));
  }

  @Test
  void whatGrowsTooFarIsLeftOut() throws Exception {
    byte[] zTxt = text("zTXt", "Raw\0\0", 60);
    byte[] iCcp = text("iCCP", "Icc\0\0", 60);
    byte[] iTxt = text("iTXt", "Xmp\0\1\0de\0title\0", 60);

    assertThat(mended(IHDR, zTxt, iCcp, IDAT, iTxt, IEND))
        .isEqualTo(joined(SIGNATURE, IHDR, IDAT, IEND));
  }

  @Test
  void aKeywordThatLooksCompressedHidesNothing() throws Exception {
    byte[] zTxt = text("zTXt", "x\u009cx\u009c\0\0", 60);

    assertThat(mended(IHDR, zTxt, IDAT, IEND)).isEqualTo(joined(SIGNATURE, IHDR, IDAT, IEND));
  }

  @Test
  void manyOfUsualSizeAreTooMuchTogether() throws Exception {
    byte[] zTxt = text("zTXt", "Raw\0\0", 6);

    assertThat(mended(IHDR, zTxt, zTxt, zTxt, IDAT, IEND))
        .isEqualTo(joined(SIGNATURE, IHDR, zTxt, zTxt, IDAT, IEND));
  }

  @Test
  void usualProfilesAndTextStay() throws Exception {
    byte[] profile = text("iCCP", "Icc\0\0", 3);
    byte[] plain = chunk("iTXt", "Xmp\0\0\0\0\0plain".getBytes(StandardCharsets.UTF_8));
    byte[] damaged = chunk("zTXt", new byte[] {'a', 0, 0, 1, 2, 3});
    byte[] cut = chunk("iTXt", new byte[] {'a'});
    byte[][] all = {IHDR, profile, plain, damaged, cut, IDAT, IEND};

    assertThat(mended(all)).isEqualTo(joined(SIGNATURE, joined(all)));
  }
}
