package io.patchwork.worker.sandboxedjvm.child;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.zip.InflaterInputStream;
import javax.imageio.ImageIO;

/** Converts decoded images to sRGB by the ICC profile in their file. */
final class SrgbConverter {

  private static final int SIGNATURE_AT = 36;
  private static final byte[] SIGNATURE = "acsp".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PNG_CHUNK = "iCCP".getBytes(StandardCharsets.US_ASCII);
  private static final int MIN_PROFILE_BYTES = 128;
  private static final int MAX_PROFILE_BYTES = 4 << 20;

  private SrgbConverter() {}

  /**
   * Converts an image; it is left as it is where the profile is not for RGB or is unusable.
   *
   * @param file the file that the image was decoded from
   */
  static void convert(Path file, Path png, Path converted) throws IOException {
    Optional<ICC_Profile> profile =
        profile(Files.readAllBytes(file))
            .filter(found -> found.getColorSpaceType() == ColorSpace.TYPE_RGB);
    try {
      if (profile.isPresent()) {
        convert(profile.get(), png, converted);
        return;
      }
    } catch (RuntimeException unusable) {
      // A well-formed profile may be nonsense; unconverted colours are better than no image.
      System.err.println(unusable);
    }
    Files.copy(png, converted, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void convert(ICC_Profile profile, Path png, Path converted) throws IOException {
    BufferedImage picture = ImageIO.read(png.toFile());
    if (picture == null) {
      throw new IOException("not a PNG");
    }
    boolean isTransparent = picture.getColorModel().hasAlpha();
    BufferedImage from = plain(picture, isTransparent);
    BufferedImage to = new BufferedImage(picture.getWidth(), picture.getHeight(), from.getType());
    WritableRaster colours =
        from.getRaster()
            .createWritableChild(
                0, 0, from.getWidth(), from.getHeight(), 0, 0, new int[] {0, 1, 2});
    WritableRaster target =
        to.getRaster()
            .createWritableChild(0, 0, to.getWidth(), to.getHeight(), 0, 0, new int[] {0, 1, 2});
    new ColorConvertOp(
            new ICC_ColorSpace(profile), ColorSpace.getInstance(ColorSpace.CS_sRGB), null)
        .filter(colours, target);
    if (isTransparent) {
      to.getAlphaRaster().setRect(from.getAlphaRaster());
    }
    ImageIO.write(to, "png", converted.toFile());
  }

  /** The same pixels with 8 bits per channel, values unchanged. */
  private static BufferedImage plain(BufferedImage picture, boolean isTransparent) {
    BufferedImage plain =
        new BufferedImage(
            picture.getWidth(),
            picture.getHeight(),
            isTransparent ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR);
    int[] row = new int[picture.getWidth()];
    for (int y = 0; y < picture.getHeight(); y++) {
      picture.getRGB(0, y, row.length, 1, row, 0, row.length);
      plain.setRGB(0, y, row.length, 1, row, 0, row.length);
    }
    return plain;
  }

  /**
   * The profile in a file of any format: it begins 36 bytes before its signature (ICC.1, 7.2),
   * except in PNG, which compresses it.
   */
  static Optional<ICC_Profile> profile(byte[] file) throws IOException {
    int chunk = find(file, PNG_CHUNK, 0);
    if (file.length > 8 && file[1] == 'P' && file[2] == 'N' && chunk > 0) {
      return profile(unpacked(file, chunk + PNG_CHUNK.length));
    }
    int at = find(file, SIGNATURE, 0);
    while (at >= 0) {
      int start = at - SIGNATURE_AT;
      int length = start < 0 ? 0 : ByteBuffer.wrap(file).getInt(start);
      if (length >= MIN_PROFILE_BYTES
          && length <= MAX_PROFILE_BYTES
          && start + length <= file.length) {
        byte[] bytes = new byte[length];
        System.arraycopy(file, start, bytes, 0, length);
        try {
          return Optional.of(ICC_Profile.getInstance(bytes));
        } catch (IllegalArgumentException notOne) {
          // The signature may occur by chance.
        }
      }
      at = find(file, SIGNATURE, at + 1);
    }
    return Optional.empty();
  }

  /** A PNG's compressed profile: its name, a zero, the method, then the profile (PNG 11.3.2.3). */
  private static byte[] unpacked(byte[] file, int from) throws IOException {
    int at = from;
    while (at < file.length && file[at] != 0) {
      at++;
    }
    int packed = Math.min(file.length, at + 2);
    try (InflaterInputStream in =
        new InflaterInputStream(new ByteArrayInputStream(file, packed, file.length - packed))) {
      return in.readNBytes(MAX_PROFILE_BYTES);
    }
  }

  private static int find(byte[] bytes, byte[] what, int from) {
    for (int at = from; at + what.length <= bytes.length; at++) {
      if (bytes[at] == what[0]
          && java.util.Arrays.equals(bytes, at, at + what.length, what, 0, what.length)) {
        return at;
      }
    }
    return -1;
  }
}
