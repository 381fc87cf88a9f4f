package io.patchwork.worker.sandboxedjvm.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.patchwork.worker.DisplayP3;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a picture beside its pixels. */
final class PictureFileTest {

  /** Nodes of the table on each axis. */
  private static final int NODES = 33;

  private static byte[] sample() throws Exception {
    try (InputStream in = PictureFile.class.getResourceAsStream("sample.jpg")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  @Test
  void theTrainingSampleHasExifAndXmp() throws Exception {
    byte[] sample = sample();

    assertThat(PictureTags.of(new ByteArrayInputStream(sample), sample.length))
        .containsEntry("tiff:Make", "Patchwork")
        .containsEntry("dc:title", "Sample")
        .containsEntry("geo:lat", "38.72")
        .doesNotContainKeys("File Name", "File Size", "File Modified Date");
  }

  @Test
  void theHeadOfAJpegEndsWhereItsPixelsBegin() throws Exception {
    byte[] sample = sample();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(sample, 0, sample.length - 2);
    file.write(new byte[100_000]);

    byte[] head = JpegHead.of(new ByteArrayInputStream(file.toByteArray()));

    assertThat(head).isEqualTo(Arrays.copyOf(sample, sample.length - 2));
  }

  @Test
  void aJpegThatEndsInItsHeadGivesWhatThereIs() throws Exception {
    byte[] sample = sample();

    byte[] head = JpegHead.of(new ByteArrayInputStream(sample, 0, sample.length / 2));

    assertThat(head).isNotEmpty().isEqualTo(Arrays.copyOf(sample, head.length));
  }

  @Test
  void aProfileInSeveralSegmentsIsJoinedInTheirOrder() throws Exception {
    byte[] profile = DisplayP3.profile();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    jpeg.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8});
    int half = profile.length / 2;
    segment(jpeg, 2, Arrays.copyOfRange(profile, half, profile.length));
    segment(jpeg, 1, Arrays.copyOf(profile, half));

    assertThat(JpegHead.profile(jpeg.toByteArray())).isEqualTo(profile);
    assertThat(SrgbLut.profile(jpeg.toByteArray()).orElseThrow().getData()).isEqualTo(profile);
  }

  private static void segment(ByteArrayOutputStream jpeg, int number, byte[] part)
      throws Exception {
    DataOutputStream out = new DataOutputStream(jpeg);
    out.writeShort(0xFFE2);
    out.writeShort(2 + 12 + 2 + part.length);
    out.writeBytes("ICC_PROFILE\0");
    out.write(new byte[] {(byte) number, 2});
    out.write(part);
  }

  @Test
  void aProfileOfSrgbChangesNothing() {
    assertThat(SrgbLut.of(ICC_Profile.getInstance(ColorSpace.CS_sRGB)).isIdentity()).isTrue();
    assertThat(SrgbLut.of(displayP3()).isIdentity()).isFalse();
  }

  /** Against the matrices of the two spaces, whose curves are the same. */
  @ParameterizedTest
  @CsvSource({"16, 16, 16", "32, 32, 32", "20, 12, 8", "4, 6, 5", "10, 20, 12", "12, 14, 24"})
  void coloursOfDisplayP3BecomeThoseOfSrgb(int red, int green, int blue) {
    List<String> lines =
        new String(SrgbLut.of(displayP3()).toCube(), StandardCharsets.US_ASCII).lines().toList();
    assertThat(lines).hasSize(1 + NODES * NODES * NODES).endsWith("1.000000 1.000000 1.000000");
    double[] node =
        Arrays.stream(lines.get(1 + (blue * NODES + green) * NODES + red).split(" "))
            .mapToDouble(Double::parseDouble)
            .toArray();

    double[] xyz = new double[3];
    int[] of = {red, green, blue};
    for (int i = 0; i < 3; i++) {
      for (int axis = 0; axis < 3; axis++) {
        xyz[axis] += DisplayP3.colorant(i, axis) * linear(of[i] / 32.0);
      }
    }
    // The inverse of sRGB's colorants by D50.
    double[][] toSrgb = {
      {3.1338561, -1.6168667, -0.4906146},
      {-0.9787684, 1.9161415, 0.0334540},
      {0.0719453, -0.2289914, 1.4052427}
    };
    for (int i = 0; i < 3; i++) {
      double expected =
          curved(toSrgb[i][0] * xyz[0] + toSrgb[i][1] * xyz[1] + toSrgb[i][2] * xyz[2]);
      assertThat(node[i]).isCloseTo(expected, within(1.5 / 255));
    }
  }

  private static double linear(double value) {
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static double curved(double value) {
    return value <= 0.0031308 ? value * 12.92 : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
  }

  private static ICC_Profile displayP3() {
    return ICC_Profile.getInstance(DisplayP3.profile());
  }
}
