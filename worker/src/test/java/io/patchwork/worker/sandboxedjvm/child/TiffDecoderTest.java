package io.patchwork.worker.sandboxedjvm.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The colours of TIFF files in all kinds of samples. */
final class TiffDecoderTest {

  private static final Path FILES = Path.of("src/test/resources/cases/ingest/tiff-colours");
  private static final int[][] QUARTERS = {{6, 5}, {18, 4}, {6, 12}, {15, 11}};
  private static final List<Color> COLOURS =
      List.of(Color.RED, new Color(0, 160, 0), new Color(0, 0, 200), new Color(230, 230, 120));
  private static final List<Color> GREYS = COLOURS.stream().map(TiffDecoderTest::grey).toList();
  private static final List<Color> TWO_TONES =
      List.of(Color.BLACK, Color.BLACK, Color.BLACK, Color.WHITE);

  @TempDir Path temp;

  private static Color grey(Color colour) {
    int luma =
        (int)
            Math.rint(
                0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue());
    return new Color(luma, luma, luma);
  }

  private static void assertQuarters(BufferedImage image, List<Color> expected) {
    for (int i = 0; i < QUARTERS.length; i++) {
      assertColour(image, QUARTERS[i][0], QUARTERS[i][1], expected.get(i));
    }
  }

  private static void assertColour(BufferedImage image, int x, int y, Color expected) {
    Color there = new Color(image.getRGB(x, y), true);
    for (int shift : List.of(0, 8, 16, 24)) {
      assertThat(there.getRGB() >> shift & 0xff)
          .as(there + " at " + x + "," + y + " for " + expected)
          .isBetween(
              (expected.getRGB() >> shift & 0xff) - 2, (expected.getRGB() >> shift & 0xff) + 2);
    }
  }

  private BufferedImage unpacked(String name) throws Exception {
    Path png = temp.resolve("page.png");
    TiffDecoder.unpack(FILES.resolve(name), png);
    return Objects.requireNonNull(ImageIO.read(png.toFile()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cmyk8.tif",
        "cmyk16.tif",
        "cmyka.tif",
        "cmykplanar.tif",
        "rgb16.tif",
        "cmykjpeg.tif",
        "float.tif",
        "half.tif",
        "uint32.tif",
        "rgba-un.tif",
        "rgba-as.tif",
        "ycc444.tif",
        "ycc420.tif"
      })
  void everyKindOfSamplesHasTheSameColours(String name) throws Exception {
    assertQuarters(unpacked(name), COLOURS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cmyka.tif", "rgba-un.tif", "rgba-as.tif"})
  void alphaStaysWithTheColoursUnderIt(String name) throws Exception {
    BufferedImage image = unpacked(name);

    assertThat(image.getRGB(1, 1) >>> 24).isZero();
    assertColour(image, 22, 14, new Color(230, 230, 120, 128));
  }

  @Test
  void pagesOfAllKindsComeOutRightBesideEachOther() throws Exception {
    List<BufferedImage> pages = new ArrayList<>();
    TiffDecoder.draw(FILES.resolve("multi.tif"), 20, page -> pages.add(page.image()));

    assertThat(pages).hasSize(10);
    List<List<Color>> expected =
        List.of(COLOURS, COLOURS, COLOURS, GREYS, GREYS, TWO_TONES, COLOURS, GREYS, COLOURS, GREYS);
    for (int i = 0; i < expected.size(); i++) {
      assertQuarters(pages.get(i), expected.get(i));
    }
    assertColour(pages.getLast(), 1, 1, Color.WHITE);
  }
}
