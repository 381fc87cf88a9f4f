package io.patchwork.worker.alpha;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.manifest.AlphaTrack;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlphaEntriesTest {

  private static final int WIDTH = AlphaGrid.COLUMNS;
  private static final int HEIGHT = AlphaGrid.ROWS;
  private static final AlphaGrid CLEAR = grid(0);
  private static final AlphaGrid HALF = grid(128);
  private static final AlphaGrid OPAQUE = grid(255);

  private static AlphaGrid grid(int alpha) {
    byte[] pixels = new byte[WIDTH * HEIGHT];
    Arrays.fill(pixels, (byte) alpha);
    return AlphaGrid.of(WIDTH, HEIGHT, pixels);
  }

  private static List<Long> at(AlphaEntries entries, long frame) {
    AlphaTrack.Entry found = entries.kept().getFirst();
    for (AlphaTrack.Entry entry : entries.kept()) {
      if (entry.frame() <= frame) {
        found = entry;
      }
    }
    return found.sums();
  }

  @Test
  void aChangeBetweenTwoStepsIsNotLost() {
    AlphaEntries entries = new AlphaEntries();
    for (long frame = 0; frame < 101; frame++) {
      entries.add(frame, CLEAR);
    }
    // From an odd frame on it stands for long, then it flickers.
    for (long frame = 101; frame < 1000; frame++) {
      entries.add(frame, OPAQUE);
    }
    for (long frame = 1000; frame < 4000; frame++) {
      entries.add(frame, frame % 2 == 0 ? HALF : CLEAR);
    }
    assertThat(entries.step()).isEqualTo(2);
    assertThat(at(entries, 50)).isEqualTo(CLEAR.sums());
    assertThat(at(entries, 500)).isEqualTo(OPAQUE.sums());
    assertThat(at(entries, 3000)).isEqualTo(HALF.sums());
  }

  @Test
  void aChunkThatBeginsBetweenTwoStepsIsNotLost() {
    AlphaEntries entries = new AlphaEntries();
    for (long frame = 0; frame < AlphaEntries.MAX + 1; frame++) {
      entries.add(frame, frame % 2 == 0 ? HALF : CLEAR);
    }
    assertThat(entries.step()).isGreaterThan(1);
    // The only entry of a chunk that is opaque all through.
    entries.add(AlphaEntries.MAX + 1, OPAQUE);
    assertThat(at(entries, 10_000)).isEqualTo(OPAQUE.sums());
    assertThat(entries.kept()).hasSizeLessThanOrEqualTo(AlphaEntries.MAX);
  }

  @Test
  void whatHardlyDiffersHasNoEntry() {
    AlphaEntries entries = new AlphaEntries();
    entries.add(0, HALF);
    entries.add(1, HALF);
    entries.add(2, OPAQUE);
    assertThat(entries.kept()).extracting(AlphaTrack.Entry::frame).containsExactly(0L, 2L);
  }
}
