package io.patchwork.worker.transcode;

import io.patchwork.schema.time.FrameRate;
import io.patchwork.worker.codec.AudioCodec;
import io.patchwork.worker.codec.VideoCodec;
import io.patchwork.worker.codec.VideoCoding;
import io.patchwork.worker.ffmpeg.FrameSize;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.loudness.LoudnessNormalisation;
import io.patchwork.worker.playlist.StreamingFormat;
import io.patchwork.worker.still.StillFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which renditions are made of a source. Plain data, which a job chooses by name.
 *
 * @param video the SDR ladder
 * @param hdr the additional ladder of HDR sources, with ten bits and their transfer function; null
 *     for none
 * @param stills the renditions of still images
 * @param packaging which playlists are written over the fragments
 * @param progressive whether the largest rung is also stored as one file with video and audio
 * @param strict whether a file is refused whose declared duration differs from what it holds
 */
public record LadderProfile(
    String name,
    Video video,
    @Nullable Video hdr,
    Audio audio,
    Stills stills,
    Set<StreamingFormat> packaging,
    boolean progressive,
    boolean strict) {

  /**
   * A bitrate ladder.
   *
   * @param preset of the encoder: speed against size
   * @param gopSeconds GOP length in seconds, the same on all rungs
   * @param rungs the largest first
   */
  public record Video(VideoCodec codec, String preset, int gopSeconds, List<Rung> rungs) {
    public Video {
      rungs = List.copyOf(rungs);
    }

    /**
     * The rungs for a source: those smaller than the source, and the next larger one at the
     * source's size. Nothing is upscaled.
     *
     * @return the largest first
     */
    List<Fitted> fitted(FrameSize source) {
      List<Fitted> fitted = new ArrayList<>();
      for (Rung rung : rungs.reversed()) {
        FrameSize size = source.within(rung.longSide(), rung.shortSide());
        fitted.addFirst(new Fitted(size.even(), rung));
        if (size.equals(source)) {
          break;
        }
      }
      return fitted;
    }

    /** How a rung is encoded. */
    VideoCoding coding(
        Fitted fitted, FrameRate rate, HouseFormat.TransferFunction transferFunction) {
      return new VideoCoding(
          codec,
          preset,
          fitted.rung().crf(),
          fitted.rung().maxKbps(),
          fitted.size(),
          rate,
          gopFrames(rate),
          transferFunction,
          false);
    }

    /** GOP length in frames at a rate. */
    long gopFrames(FrameRate rate) {
      return VideoCoding.gopFrames(rate, gopSeconds);
    }
  }

  /**
   * A step of the ladder.
   *
   * @param longSide maximum of the longer side in pixels
   * @param shortSide maximum of the shorter side in pixels
   * @param crf the encoder's constant rate factor; smaller is better
   * @param maxKbps maximum bit rate in kbit/s, over two seconds
   */
  public record Rung(int longSide, int shortSide, int crf, int maxKbps) {}

  /** A rung and its frame size for a source. */
  record Fitted(FrameSize size, Rung rung) {}

  /**
   * The audio encodings.
   *
   * @param kbps bit rate of each encoding, in kbit/s, the highest first
   * @param integratedLufs target of integrated loudness, in LUFS
   * @param truePeakDb maximum true peak, in dBTP
   */
  public record Audio(AudioCodec codec, List<Integer> kbps, int integratedLufs, int truePeakDb) {

    LoudnessNormalisation normalisation() {
      return new LoudnessNormalisation(integratedLufs, truePeakDb);
    }

    public Audio {
      kbps = List.copyOf(kbps);
    }
  }

  /**
   * The sizes and formats of still images.
   *
   * @param sides maximum of the longer side of each size, in pixels, the largest first
   * @param formats the formats of every size
   */
  public record Stills(List<Integer> sides, List<StillFormat> formats) {
    public Stills {
      sides = List.copyOf(sides);
      formats = List.copyOf(formats);
    }
  }

  public LadderProfile {
    packaging = StreamingFormat.inOrder(packaging);
  }
}
