package io.patchwork.worker.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.manifest.PdqHash;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

final class PdqTest {

  private static byte[] picture(int width, int height, int brighter) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double u = (double) x / width;
        double v = (double) y / height;
        double value =
            110 + 60 * Math.sin(9 * u + 4 * v) + 50 * Math.cos(13 * v * u + 2) + brighter;
        int at = 3 * (y * width + x);
        rgb[at] = (byte) Math.clamp((int) value, 0, 255);
        rgb[at + 1] = (byte) Math.clamp((int) (value * 0.9), 0, 255);
        rgb[at + 2] = (byte) Math.clamp((int) (value * 0.8), 0, 255);
      }
    }
    return rgb;
  }

  private static int distance(PdqHash a, PdqHash b) {
    return new BigInteger(a.hash(), 16).xor(new BigInteger(b.hash(), 16)).bitCount();
  }

  @Test
  void aScaledAndBrighterPictureStaysClose() {
    PdqHash large = Pdq.of(picture(640, 480, 0), 640, 480);
    PdqHash small = Pdq.of(picture(213, 160, 8), 213, 160);

    assertThat(distance(large, small)).isLessThanOrEqualTo(31);
    assertThat(large.quality()).isGreaterThanOrEqualTo(50);
  }

  @Test
  void aPictureTooSmallHasTheZeroHash() {
    assertThat(Pdq.of(picture(4, 4, 0), 4, 4)).isEqualTo(new PdqHash("0".repeat(64), 0));
  }

  @Test
  void aFlatPictureHasNoQuality() {
    assertThat(Pdq.of(new byte[3 * 128 * 128], 128, 128).quality()).isZero();
  }

  @Test
  void halfOfTheBitsAreSet() {
    PdqHash hash = Pdq.of(picture(300, 200, 0), 300, 200);

    assertThat(new BigInteger(hash.hash(), 16).bitCount()).isEqualTo(128);
  }
}
