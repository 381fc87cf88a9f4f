package io.patchwork.schema.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AlphaGridTest {

  private static final int WIDTH = 3001;
  private static final int HEIGHT = 203;

  private static byte[] picture(long seed) {
    byte[] alpha = new byte[WIDTH * HEIGHT];
    new Random(seed).nextBytes(alpha);
    return alpha;
  }

  /** Notes the largest piece that is asked for. */
  private static final class Asked extends ByteArrayInputStream {
    private int most;

    Asked(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int readNBytes(byte[] into, int from, int length) {
      most = Math.max(most, length);
      return super.readNBytes(into, from, length);
    }
  }

  @Test
  void aPictureIsReadInPieces() throws Exception {
    Asked stream = new Asked(picture(1));

    assertThat(AlphaGrid.read(WIDTH, HEIGHT, stream))
        .contains(AlphaGrid.of(WIDTH, HEIGHT, picture(1)));
    assertThat(stream.most).isLessThanOrEqualTo(1 << 16);
    assertThat(AlphaGrid.read(WIDTH, HEIGHT, stream)).isEmpty();
  }

  @Test
  void aPictureThatIsCutIsNone() throws Exception {
    InputStream stream = new ByteArrayInputStream(picture(1), 0, WIDTH * HEIGHT - 1);

    assertThat(AlphaGrid.read(WIDTH, HEIGHT, stream)).isEmpty();
  }

  @Test
  void aPictureSmallerThanTheGridHasEmptyCells() throws Exception {
    AlphaGrid grid =
        AlphaGrid.read(2, 1, new ByteArrayInputStream(new byte[] {-1, 1})).orElseThrow();

    assertThat(grid.sums().stream().mapToLong(Long::longValue).sum()).isEqualTo(256);
  }
}
