package io.patchwork.worker.render.assembly;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on a film once it was put together: {@code quality.json} beside it.
 *
 * @param frames all there and evenly apart
 * @param ends when the last frame ends; of sound alone, when it should
 * @param soundEnds when the last sample ends, of a film with sound
 * @param loudness of the film's sound as it is encoded
 */
public record Quality(
    String format,
    long frames,
    RationalTime ends,
    @Nullable RationalTime soundEnds,
    @Nullable Loudness loudness,
    List<Seam> seams) {

  /** What it is called beside the film. */
  public static final String NAME = "quality";

  private static final String FORMAT = "patchwork.quality/1";

  public Quality {
    seams = List.copyOf(seams);
  }

  Quality(
      long frames,
      RationalTime ends,
      @Nullable RationalTime soundEnds,
      @Nullable Loudness loudness,
      List<Seam> seams) {
    this(FORMAT, frames, ends, soundEnds, loudness, seams);
  }

  /** Of pictures that were drawn of what is without loss. */
  static Quality ofPictures(long frames, RationalTime ends) {
    return new Quality(frames, ends, null, null, List.of());
  }

  /**
   * Where two pieces meet.
   *
   * @param frame the first of the second piece
   * @param pieces digest of both their keys
   * @param isDecoded whether it was decoded across; if not, it was in a revision before
   * @param lumaBefore mean luma of the last frame of the first piece, 0 to 255; absent where it was
   *     not decoded
   * @param lumaAfter mean luma of the first frame of the second
   * @param apartBefore how far the last frame of the first piece is from what was drawn for it: the
   *     mean difference of luma of pictures of 64×36, 0 to 255; absent of what was copied
   * @param apartAfter the same of the first frame of the second
   */
  record Seam(
      long frame,
      Sha256 pieces,
      boolean isDecoded,
      @Nullable Integer lumaBefore,
      @Nullable Integer lumaAfter,
      @Nullable Integer apartBefore,
      @Nullable Integer apartAfter) {

    static Seam known(long frame, Sha256 pieces) {
      return new Seam(frame, pieces, false, null, null, null, null);
    }
  }
}
