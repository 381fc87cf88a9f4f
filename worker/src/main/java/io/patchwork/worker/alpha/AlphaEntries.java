package io.patchwork.worker.alpha;

import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.manifest.AlphaTrack;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames whose alpha differs from that before. Where there are too many, entries are only for
 * frames that are multiples of a step, which doubles until there are few enough.
 */
final class AlphaEntries {

  /** With so many a document has a few megabytes at most. */
  static final int MAX = 2048;

  private List<AlphaTrack.Entry> kept = new ArrayList<>();
  private @Nullable AlphaGrid last;
  private int step = 1;

  /**
   * Adds the alpha from a frame on.
   *
   * @param frame from 0, not before those that were added
   */
  void add(long frame, AlphaGrid grid) {
    put(frame, grid);
    while (kept.size() > MAX) {
      step *= 2;
      List<AlphaTrack.Entry> finer = kept;
      kept = new ArrayList<>();
      last = null;
      finer.forEach(
          entry -> put(entry.frame(), new AlphaGrid(grid.width(), grid.height(), entry.sums())));
    }
  }

  /** What is on between two steps counts from the next, so that what stays is never lost. */
  private void put(long frame, AlphaGrid grid) {
    if (last != null && !grid.differs(last)) {
      return;
    }
    long next = Math.ceilDiv(frame, (long) step) * step;
    if (!kept.isEmpty() && kept.getLast().frame() == next) {
      kept.removeLast();
    }
    kept.add(new AlphaTrack.Entry(next, grid.sums()));
    last = grid;
  }

  List<AlphaTrack.Entry> kept() {
    return List.copyOf(kept);
  }

  /** Every how many frames there may be an entry. */
  int step() {
    return step;
  }
}
