package io.patchwork.worker.attribution.ancestry;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.lineage.Box;
import io.patchwork.schema.lineage.PictureAlpha;
import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.time.Fraction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alpha in cells, and what it hides. */
final class PictureAlphaTest {

  /** A picture that is opaque in a rectangle of pixels from its top left, transparent elsewhere. */
  private static AlphaGrid opaque(int width, int height, int wide, int high) {
    byte[] alpha = new byte[width * height];
    for (int y = 0; y < high; y++) {
      for (int x = 0; x < wide; x++) {
        alpha[y * width + x] = (byte) 255;
      }
    }
    return AlphaGrid.of(width, height, alpha);
  }

  private static PictureAlpha.Cells cells(AlphaGrid grid) {
    return AlphaGrid.mean(List.of(new AlphaGrid.Weighted(grid, Fraction.ONE)));
  }

  @ParameterizedTest
  @CsvSource({
    "320, 180, 0, 0",
    "320, 180, 32, 18",
    "333, 187, 33, 187",
    "640, 360, 320, 360",
    "500, 281, 499, 280",
    "7, 5, 3, 2",
    "1, 1, 1, 1",
    "33, 2000, 1, 1999"
  })
  void aPictureTakesWhatIsOpaqueAndLeavesTheRest(int width, int height, int wide, int high) {
    PictureAlpha.Cells cells = cells(opaque(width, height, wide, high)).merged();
    OcclusionTree film = new OcclusionTree.Leaf(0, Box.WHOLE);
    OcclusionTree logo = new OcclusionTree.Leaf(1, Box.WHOLE, cells);

    Map<Integer, Fraction> over =
        OcclusionTree.visible(new OcclusionTree.Over(List.of(film, logo)));
    Map<Integer, Fraction> under =
        OcclusionTree.visible(new OcclusionTree.Over(List.of(logo, film)));

    Fraction share = over.getOrDefault(1, Fraction.ZERO);
    Fraction right = Fraction.of((long) wide * high, (long) width * height);
    assertThat(share.minus(right).abs()).isLessThan(Fraction.of(1, 100_000));
    assertThat(over.getOrDefault(0, Fraction.ZERO)).isEqualTo(Fraction.ONE.minus(share));
    assertThat(under).containsEntry(0, Fraction.ONE);
    assertThat(under.getOrDefault(1, Fraction.ZERO)).isEqualTo(Fraction.ZERO);
    assertThat(cells.mean()).isEqualTo(share);
  }

  @Test
  void equalNeighboursAreOneCell() {
    PictureAlpha.Cells corner = cells(opaque(320, 180, 160, 90)).merged();

    assertThat(corner.means())
        .containsExactly(Fraction.ONE, Fraction.ZERO, Fraction.ZERO, Fraction.ZERO);
    assertThat(corner.columns()).containsExactly(Fraction.ZERO, Fraction.of(1, 2), Fraction.ONE);
  }

  @Test
  void aGridDiffersByACellOrByTheWhole() {
    AlphaGrid still = opaque(320, 180, 32, 18);

    assertThat(still.differs(still)).isFalse();
    // 2 of the 100 pixels of a cell are more than 1/64 of it, one is not.
    assertThat(opaque(320, 180, 1, 1).differs(opaque(320, 180, 0, 0))).isFalse();
    assertThat(opaque(320, 180, 1, 2).differs(opaque(320, 180, 0, 0))).isTrue();
  }

  @Test
  void aMeanOverTimeIsWeighted() {
    AlphaGrid full = opaque(320, 180, 320, 180);
    AlphaGrid none = opaque(320, 180, 0, 0);

    PictureAlpha.Cells mean =
        AlphaGrid.mean(
            List.of(
                new AlphaGrid.Weighted(full, Fraction.of(1)),
                new AlphaGrid.Weighted(none, Fraction.of(3))));

    assertThat(mean.merged().means()).containsExactly(Fraction.of(1, 4));
  }
}
