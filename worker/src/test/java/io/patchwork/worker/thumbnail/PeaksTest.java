package io.patchwork.worker.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The lowest and highest samples of channels together. */
final class PeaksTest {

  private static String data(int channels, int samplesPerPixel, int... samples) throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int sample : samples) {
      bytes.putShort((short) sample);
    }
    Peaks peaks = new Peaks(channels, samplesPerPixel);
    peaks.read(new ByteArrayInputStream(bytes.array()));
    return peaks.json(48_000).replaceAll(".*\"length\"", "\"length\"");
  }

  @Test
  void channelsThatCancelEachOtherAreSeen() throws Exception {
    assertThat(data(2, 2, 9830, -9830, 5000, -5000, 256, -256))
        .isEqualTo("\"length\":2,\"data\":[-39,38,-1,1]}");
  }

  @Test
  void theLouderChannelCounts() throws Exception {
    assertThat(data(2, 1, 256, -512, 1024, 0)).isEqualTo("\"length\":2,\"data\":[-2,1,0,4]}");
    assertThat(data(1, 2, 256, -512, 1024, 0)).isEqualTo("\"length\":2,\"data\":[-2,1,0,4]}");
  }
}
