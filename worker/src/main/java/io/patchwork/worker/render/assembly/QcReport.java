package io.patchwork.worker.render.assembly;

import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.Loudness;
import io.patchwork.schema.time.RationalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of an assembled film, {@code qc.json} beside it.
 *
 * @param frames number of frames, all present and evenly spaced
 * @param ends end of the last frame; of an audio render, its planned end
 * @param audioEnds end of the last sample; null without audio
 * @param loudness of the encoded soundtrack; null without audio
 * @param packetDigests of the streams, pictures first, as in {@link
 *     io.patchwork.schema.manifest.PacketDigest}; none for images
 */
public record QcReport(
    String format,
    long frames,
    RationalTime ends,
    @Nullable RationalTime audioEnds,
    @Nullable Loudness loudness,
    List<SeamResult> seams,
    List<Sha256> packetDigests) {

  /** Its file name beside the film. */
  public static final String FILE = "qc.json";

  private static final String FORMAT = "patchwork.qc/1";

  public QcReport {
    seams = List.copyOf(seams);
    // Reports of earlier versions have none.
    packetDigests = packetDigests == null ? List.of() : List.copyOf(packetDigests);
  }

  QcReport(
      long frames,
      RationalTime ends,
      @Nullable RationalTime audioEnds,
      @Nullable Loudness loudness,
      List<SeamResult> seams,
      List<Sha256> packetDigests) {
    this(FORMAT, frames, ends, audioEnds, loudness, seams, packetDigests);
  }

  /** The report of images, which are drawn from lossless segments. */
  static QcReport ofPictures(long frames, RationalTime ends) {
    return new QcReport(frames, ends, null, null, List.of(), List.of());
  }

  /**
   * The check of one seam.
   *
   * @param frame first frame of the second segment
   * @param segments digest of both segments' keys
   * @param isDecoded whether it was decoded for this revision; otherwise an earlier one proved it
   * @param lumaBefore mean luma of the last frame of the first segment, 0 to 255; absent where it
   *     was not decoded
   * @param lumaAfter mean luma of the first frame of the second
   * @param lumaErrorBefore mean absolute luma difference between the last frame of the first
   *     segment and the frame that was rendered for it, at 64×36, 0 to 255; absent for copied GOPs
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
