package io.patchwork.worker.attribution;

import io.patchwork.schema.lineage.PictureAlpha;
import io.patchwork.schema.manifest.AlphaGrid;
import io.patchwork.schema.manifest.AlphaTrack;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.composition.Retime;
import java.util.ArrayList;
import java.util.List;

/** The alpha of a video in each frame of a range that shows it. Frames count from the range's. */
final class AlphaFrames {

  private final List<AlphaGrid> grids;

  /** The first frame of each run of frames with one grid, and the grid's number. */
  private final List<Run> runs = new ArrayList<>();

  private final long frames;

  private record Run(long first, int grid) {}

  private AlphaFrames(List<AlphaGrid> grids, long frames) {
    this.grids = grids;
    this.frames = frames;
  }

  /** The alpha of a still, or of a video whose alpha never changes. */
  static AlphaFrames constant(AlphaTrack track, long frames) {
    AlphaFrames alpha = new AlphaFrames(track.grids(), frames);
    alpha.runs.add(new Run(0, 0));
    return alpha;
  }

  static AlphaFrames of(AlphaTrack track, Retime retime, long frames) {
    FrameRate rate = track.frameRate();
    if (rate == null || track.entries().size() == 1) {
      return constant(track, frames);
    }
    AlphaFrames alpha = new AlphaFrames(track.grids(), frames);
    int last = -1;
    long lastShown = -1;
    for (long k = 0; k < frames; k++) {
      long shown = retime.frame(k);
      if (shown == lastShown) {
        continue;
      }
      lastShown = shown;
      int grid = track.entryAt(retime.inMiddle(shown, rate));
      if (grid != last) {
        alpha.runs.add(new Run(k, grid));
        last = grid;
      }
    }
    return alpha;
  }

  /** The frames from which the alpha is another. */
  List<Long> changes() {
    return runs.stream().skip(1).map(Run::first).toList();
  }

  /** The frames from which something of the picture is seen, or nothing any more. */
  List<Long> appearances() {
    List<Long> appearances = new ArrayList<>();
    for (int i = 1; i < runs.size(); i++) {
      boolean isTransparent = grids.get(runs.get(i).grid).isTransparent();
      if (isTransparent != grids.get(runs.get(i - 1).grid).isTransparent()) {
        appearances.add(runs.get(i).first);
      }
    }
    return appearances;
  }

  /**
   * The mean alpha of a range.
   *
   * @param from in frames, whole or not
   */
  PictureAlpha.Cells mean(Fraction from, Fraction to) {
    List<AlphaGrid.Weighted> on = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Fraction start = max(from, Fraction.of(runs.get(i).first));
      Fraction end = min(to, Fraction.of(i + 1 < runs.size() ? runs.get(i + 1).first : frames));
      if (start.compareTo(end) < 0) {
        on.add(new AlphaGrid.Weighted(grids.get(runs.get(i).grid), end.minus(start)));
      }
    }
    return AlphaGrid.mean(on);
  }

  private static Fraction max(Fraction a, Fraction b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Fraction min(Fraction a, Fraction b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
