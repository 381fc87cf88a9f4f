package io.patchwork.worker.render.assembly;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on a film once it was put together: {@code qc.json} beside it.
 *
 * @param frames all there and evenly apart
 * @param ends when the last frame ends; of sound alone, when it should
 * @param audioEnds when the last sample ends, of a film with sound
 * @param loudness of the film's sound as it is encoded
 */
public record QcReport(
    String format,
    long frames,
    RationalTime ends,
    @Nullable RationalTime audioEnds,
    @Nullable Loudness loudness,
    List<SeamResult> seams) {

  /** What it is called beside the film. */
  public static final String FILE = "qc.json";

  private static final String FORMAT = "patchwork.qc/1";

  public QcReport {
    seams = List.copyOf(seams);
  }

  QcReport(
      long frames,
      RationalTime ends,
      @Nullable RationalTime audioEnds,
      @Nullable Loudness loudness,
      List<SeamResult> seams) {
    this(FORMAT, frames, ends, audioEnds, loudness, seams);
  }

  /** Of pictures that were drawn of what is without loss. */
  static QcReport ofPictures(long frames, RationalTime ends) {
    return new QcReport(frames, ends, null, null, List.of());
  }

  /**
   * Where two segments meet.
   *
   * @param frame the first of the second segment
   * @param segments digest of both their keys
   * @param isDecoded whether it was decoded across; if not, it was in a revision before
   * @param lumaBefore mean luma of the last frame of the first segment, 0 to 255; absent where it
   *     was not decoded
   * @param lumaAfter mean luma of the first frame of the second
   * @param lumaErrorBefore how far the last frame of the first segment is from what was drawn for
   *     it: the mean difference of luma of pictures of 64×36, 0 to 255; absent of what was copied
   * @param lumaErrorAfter the same of the first frame of the second
   */
  record SeamResult(
      long frame,
      Sha256 segments,
      boolean isDecoded,
      @Nullable Integer lumaBefore,
      @Nullable Integer lumaAfter,
      @Nullable Integer lumaErrorBefore,
      @Nullable Integer lumaErrorAfter) {

    static SeamResult known(long frame, Sha256 segments) {
      return new SeamResult(frame, segments, false, null, null, null, null);
    }
  }
}
