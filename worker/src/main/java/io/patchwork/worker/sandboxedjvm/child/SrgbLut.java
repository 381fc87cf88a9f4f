package io.patchwork.worker.sandboxedjvm.child;

import io.patchwork.worker.sandboxedjvm.BytePattern;
import io.patchwork.worker.sandboxedjvm.PictureReading;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/**
 * A 3D lookup table from the colours of an ICC profile to sRGB, for FFmpeg's {@code lut3d} filter.
 * With tetrahedral interpolation, 98 of 100 colours of Display P3 are within 1/255 of the
 * conversion by the profile; very saturated ones, where sRGB ends, are off by up to 12/255 in one
 * channel.
 */
final class SrgbLut {

  /** Nodes on each axis. */
  private static final int SIZE = 33;

  private static final int MAX = 65535;
  private static final int ONE = MAX / 255;
  private static final int CHANNELS = 3;

  /** The form of a value and what separates it from the next. */
  private static final byte[] VALUE = "0.000000 ".getBytes(StandardCharsets.US_ASCII);

  private static final int POINT = 1;
  private static final int LAST_DIGIT = VALUE.length - 2;

  private static final int SIGNATURE_AT = 36;
  private static final BytePattern SIGNATURE = new BytePattern("acsp");
  private static final BytePattern PNG_CHUNK = new BytePattern("iCCP");
  private static final int PNG_CHUNK_BYTES = 4;
  private static final int MIN_PROFILE_BYTES = 128;
  private static final int MAX_PROFILE_BYTES = 4 << 20;

  /** Red, green and blue of each node in 1/65535, red changing fastest. */
  private final short[] nodes;

  private SrgbLut(short[] nodes) {
    this.nodes = nodes;
  }

  /**
   * The table of a picture's profile in Adobe's .cube format; one that changes nothing where it has
   * none for RGB, or it is sRGB.
   *
   * @param picture a file, or the beginning of one that holds its profile
   */
  static byte[] cube(byte[] picture) throws IOException {
    return profile(picture)
        .filter(found -> found.getColorSpaceType() == ColorSpace.TYPE_RGB)
        .map(SrgbLut::of)
        .filter(lut -> !lut.isIdentity())
        .map(SrgbLut::toCube)
        .orElseGet(() -> PictureReading.IDENTITY_LUT.getBytes(StandardCharsets.US_ASCII));
  }

  static SrgbLut of(ICC_Profile profile) {
    WritableRaster from = raster();
    short[] nodes = nodes(from);
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = (short) same(i);
    }
    WritableRaster to = raster();
    new ColorConvertOp(
            new ICC_ColorSpace(profile), ColorSpace.getInstance(ColorSpace.CS_sRGB), null)
        .filter(from, to);
    return new SrgbLut(nodes(to));
  }

  /** The value of a table that changes nothing. */
  private static int same(int index) {
    int along = index / CHANNELS;
    for (int axis = index % CHANNELS; axis > 0; axis--) {
      along /= SIZE;
    }
    return along % SIZE * MAX / (SIZE - 1);
  }

  private static WritableRaster raster() {
    return Raster.createInterleavedRaster(
        DataBuffer.TYPE_USHORT, SIZE * SIZE, SIZE, CHANNELS, null);
  }

  private static short[] nodes(Raster raster) {
    return ((DataBufferUShort) raster.getDataBuffer()).getData();
  }

  /** Whether no colour changes by more than rounding to 8 bits does. */
  boolean isIdentity() {
    for (int i = 0; i < nodes.length; i++) {
      if (Math.abs((nodes[i] & MAX) - same(i)) > ONE / 2) {
        return false;
      }
    }
    return true;
  }

  byte[] toCube() {
    byte[] title = ("LUT_3D_SIZE " + SIZE + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] cube = Arrays.copyOf(title, title.length + nodes.length * VALUE.length);
    int end = title.length;
    for (int i = 0; i < nodes.length; i++) {
      System.arraycopy(VALUE, 0, cube, end, VALUE.length);
      int millionths = (int) ((nodes[i] & MAX) * 1_000_000L / MAX);
      for (int digit = LAST_DIGIT; millionths > 0; digit = Math.max(0, digit - 1)) {
        if (digit != POINT) {
          cube[end + digit] += (byte) (millionths % 10);
          millionths /= 10;
        }
      }
      end += VALUE.length;
      if (i % CHANNELS == CHANNELS - 1) {
        cube[end - 1] = '\n';
      }
    }
    return cube;
  }

  /**
   * The profile in a file of any format: it begins 36 bytes before its signature (ICC.1, 7.2),
   * except in PNG, which compresses it, and in JPEG, which cuts it into segments.
   */
  static Optional<ICC_Profile> profile(byte[] file) throws IOException {
    if (file.length > 2 && (file[0] & 0xFF) == 0xFF && (file[1] & 0xFF) == 0xD8) {
      return profileIn(JpegHead.profile(file));
    }
    if (file.length > 8 && file[1] == 'P' && file[2] == 'N') {
      int chunk = PNG_CHUNK.find(file, 0);
      return chunk < 0 ? Optional.empty() : profileIn(unpacked(file, chunk + PNG_CHUNK_BYTES));
    }
    return profileIn(file);
  }

  /** The first profile among other bytes. */
  private static Optional<ICC_Profile> profileIn(byte[] file) {
    int at = SIGNATURE.find(file, 0);
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
      at = SIGNATURE.find(file, at + 1);
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
}
