package io.patchwork.schema.manifest;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.time.FrameRate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The measured alpha of an asset's video or still, on a grid of cells of whole pixels. A frame
 * whose grid hardly differs from the entry before has none of its own.
 *
 * @param sha256 digest of the content
 * @param width of the upright picture in its own pixels
 * @param height of the upright picture in its own pixels
 * @param columns of the grid
 * @param rows of the grid
 * @param frameRate constant rate at which frames are counted; absent for a still
 * @param step every how many frames there may be an entry, more than 1 for a long video that
 *     changes all the time
 */
public record AlphaTrack(
    String format,
    Sha256 sha256,
    int width,
    int height,
    int columns,
    int rows,
    @Nullable FrameRate frameRate,
    int step,
    List<Entry> entries) {

  public static final String FORMAT = "patchwork.alpha/1";

  /**
   * The alpha from a frame on.
   *
   * @param frame counted from the first
   * @param sums of the alpha of all pixels of each cell, 0 to 255 a pixel, row by row
   */
  public record Entry(long frame, List<Long> sums) {
    public Entry {
      sums = List.copyOf(sums);
    }
  }

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if there is no entry for the first frame
   */
  public AlphaTrack {
    entries = List.copyOf(entries);
    if (entries.isEmpty() || entries.getFirst().frame != 0) {
      throw new IllegalArgumentException("no alpha of the first frame");
    }
  }

  /** The grid of each entry. */
  public List<AlphaGrid> grids() {
    List<AlphaGrid> grids = new ArrayList<>();
    entries.forEach(entry -> grids.add(new AlphaGrid(width, height, entry.sums)));
    return grids;
  }

  /** The entry that holds for a frame. */
  public int entryAt(long frame) {
    int low = 0;
    int high = entries.size();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (entries.get(middle).frame <= frame) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
